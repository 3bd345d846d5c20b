//! The answer with a file of any length.

use super::rows_places::RowsPlace;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpResponse, web};
use futures_util::{Stream, TryStreamExt as _};
use std::error::Error;

/// A file that a browser saves.
pub struct FileAnswer {
    /// Its name, without the format.
    pub name: &'static str,
    /// How its name ends.
    pub ending: &'static str,
    /// Its media type.
    pub content_type: &'static str,
}

impl FileAnswer {
    /// Sends the pieces, and holds the place until the last one is sent.
    pub fn streaming<E>(
        self,
        pieces: impl Stream<Item = Result<String, E>> + 'static,
        place: RowsPlace,
    ) -> HttpResponse
    where
        E: Into<Box<dyn Error>> + 'static,
    {
        let saved = format!("attachment; filename=\"{}.{}\"", self.name, self.ending);
        HttpResponse::Ok()
            .content_type(self.content_type)
            .insert_header((CONTENT_DISPOSITION, saved))
            .streaming(pieces.map_ok(move |text| {
                let _held = &place;
                web::Bytes::from(text)
            }))
    }
}
