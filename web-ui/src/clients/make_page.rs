//! The page that protects one product: the console's address, and then the configuration with the secret, shown once.

use super::configuration::{Shown, configuration, shown_once};
use super::gallery_page::name as name_of;
use super::radius_page::{self, RadiusPage};
use super::recipe::{Recipe, Redirect};
use super::recipes;
use super::{fill, requests};
use crate::app::{App, Me, use_app};
use crate::browser;
use crate::client::CredentialKind;
use crate::failure::{Failure, require};
use crate::forms::{FormTask, LimitAlert, SubmitButton, use_submit};
use crate::i18n::Texts;
use crate::layout::{MakePage, make_page, not_found_page};
use crate::reauthentication::with_reauthentication;
use crate::route::ConsolePage;
use crate::router::Link;
use crate::ui::{Field, Form, Heading, ShownOnce, use_shown_once};
use shared_types::clients::{Acr, ClientKind, CreateClientRequest, NewClient};
use shared_types::limits;
use shared_types::problem::{FieldErrorCode, ProblemCode};
use yew::prelude::*;

/// Who makes it, by which recipe.
#[derive(Properties, PartialEq)]
pub struct ProtectPageProps {
    /// The administrator.
    pub me: Me,
    /// The name of the recipe.
    pub recipe: String,
}

/// What is shown for a product.
#[component]
pub fn ProtectPage(props: &ProtectPageProps) -> Html {
    let app = use_app();
    let (me, recipe) = (props.me.clone(), props.recipe.clone());
    if recipe == radius_page::ID {
        html! { <RadiusPage {me} /> }
    } else if recipes::find_known(&recipe).is_some() {
        html! { <MakeConsole {me} {recipe} /> }
    } else {
        not_found_page(&app)
    }
}

/// The form, and then the configuration.
#[component]
fn MakeConsole(props: &ProtectPageProps) -> Html {
    let app = use_app();
    let texts = app.texts();
    let t = texts.clients;
    let recipe = recipes::find(&props.recipe);
    let place = AttrValue::from(format!("client/{}", recipe.id));
    let made = use_shown_once::<NewClient>(&place);
    let view = made.value().map(|new| shown(texts, recipe, &new, &made));
    let onmade = Callback::from(move |new| made.show(new));
    let page = MakePage {
        list: ConsolePage::ConsoleGallery,
        all: t.all_products(),
        title: t.protect(),
        lead: name_of(texts, recipe),
        form: html! { <MakeForm recipe={recipe.id} {onmade} /> },
    };
    make_page(&app, &props.me, page, view)
}

#[derive(Properties, PartialEq)]
struct MakeFormProps {
    recipe: &'static str,
    onmade: Callback<NewClient>,
}

/// What was typed.
struct Typed {
    name: String,
    console: String,
    redirect: String,
}

impl Typed {
    /// What is sent. Two factors are what this program is for; who wants less says so on the page of the console.
    fn request(&self, recipe: &Recipe) -> CreateClientRequest {
        let console = fill::tidy(&self.console);
        let made = CreateClientRequest {
            name: self.name.clone(),
            launch_uri: Some(format!("{console}{}", recipe.launch)),
            token_endpoint_auth_method: recipe.auth_method,
            minimum_acr: Acr::Aal2,
            ..CreateClientRequest::default()
        };
        let redirect = match recipe.redirect {
            Redirect::Path(path) => format!("{console}{path}"),
            Redirect::Shown => self.redirect.trim().to_owned(),
            Redirect::Proxy => {
                return CreateClientRequest {
                    kind: ClientKind::ForwardAuth,
                    origin: Some(console),
                    ..made
                };
            }
        };
        CreateClientRequest {
            redirect_uris: vec![redirect],
            ..made
        }
    }
}

#[component]
fn MakeForm(props: &MakeFormProps) -> Html {
    let texts = use_app().texts();
    let t = texts.clients;
    let recipe = recipes::find(props.recipe);
    let submit = use_submit(CredentialKind::Session);
    let (name, console, redirect) = (use_node_ref(), use_node_ref(), use_node_ref());
    let onsubmit = {
        let (name, console, redirect) = (name.clone(), console.clone(), redirect.clone());
        let onmade = props.onmade.clone();
        submit.on(move |app| {
            let typed = Typed {
                name: browser::value(&name),
                console: browser::value(&console),
                redirect: browser::value(&redirect),
            };
            make(app, recipe, typed, onmade.clone())
        })
    };
    let completed = use_state_eq(|| None::<String>);
    let oninput = {
        let (console, completed) = (console.clone(), completed.clone());
        move |()| completed.set(fill::completed(&browser::value(&console)))
    };
    let address_hint = match &*completed {
        Some(address) => t.address_completed(address),
        None => t.address_hint().to_owned(),
    };
    // What is still to be typed first has the focus.
    let is_unnamed = recipe.name.is_empty();
    let failure = submit.failure();
    let error = |field: &str| error_of(failure.as_ref(), field);
    // A wrong address is wrong in all that was made of it.
    let console_error = error("launch_uri").or_else(|| match recipe.redirect {
        Redirect::Path(_) => error("redirect_uris"),
        Redirect::Proxy => error("origin"),
        Redirect::Shown => None,
    });
    html! {
        <Form {onsubmit} failures={submit.state().failures()}>
            <LimitAlert submit={submit.clone()} full={t.full()} />
            <Field
                name="name"
                label={t.name()}
                hint={t.name_hint()}
                input={name}
                initial={recipe.name}
                error={error("name")}
                autofocus={is_unnamed}
            />
            <Field
                name="launch_uri"
                label={t.address()}
                hint={address_hint}
                input={console}
                {oninput}
                error={console_error}
                problem={console_error.map(|code| wrong_address(texts, code))}
                longest={limits::CLIENT_URI_LONGEST}
                autofocus={!is_unnamed}
            />
            if recipe.redirect == Redirect::Shown {
                <Field
                    name="redirect_uris"
                    label={t.redirect()}
                    hint={t.redirect_hint()}
                    input={redirect}
                    error={error("redirect_uris")}
                    problem={error("redirect_uris").map(|code| wrong_address(texts, code))}
                    longest={limits::CLIENT_URI_LONGEST}
                />
            }
            <SubmitButton submit={submit.clone()} label={t.make_button()} />
        </Form>
    }
}

/// What is wrong with a field, or with an item of it.
pub(super) fn error_of(failure: Option<&Failure>, field: &str) -> Option<FieldErrorCode> {
    let failure = failure?;
    let of_item = || failure.item(field).map(|_| FieldErrorCode::Invalid);
    failure.field(field).or_else(of_item)
}

/// The same of an address, in words.
pub(super) fn wrong_address(texts: Texts, code: FieldErrorCode) -> &'static str {
    match code {
        FieldErrorCode::Required => texts.problems.field_required(),
        FieldErrorCode::Taken => texts.clients.address_taken(),
        FieldErrorCode::NotPublic => texts.webhooks.private_address(),
        _ => texts.clients.wrong_address(),
    }
}

fn make(app: App, recipe: &'static Recipe, typed: Typed, onmade: Callback<NewClient>) -> FormTask {
    Box::pin(async move {
        let mut fields = vec![("name", &*typed.name), ("launch_uri", &*typed.console)];
        if recipe.redirect == Redirect::Shown {
            fields.push(("redirect_uris", &typed.redirect));
        }
        require(&fields)?;
        let body = typed.request(recipe);
        let request = || requests::create_client(app.client(), &body);
        let made = with_reauthentication(&app, request).await;
        match made {
            Err(failure) if is_conflict(&failure) && body.kind == ClientKind::ForwardAuth => {
                let list = requests::list_clients(app.client()).await;
                Err(conflict_of_proxy(
                    failure,
                    list.ok().map(|page| page.items.len()),
                ))
            }
            made => {
                onmade.emit(made?);
                Ok(())
            }
        }
    })
}

/// Whether something else stands in the way.
pub(super) fn is_conflict(failure: &Failure) -> bool {
    failure.code() == Some(ProblemCode::Conflict)
}

/// A proxy's console is in conflict with the limit, or with another console of its address. The problem has one code for
/// both; an organization that has fewer consoles than there can be is not at its limit.
fn conflict_of_proxy(failure: Failure, count: Option<usize>) -> Failure {
    let count = count.and_then(|count| i64::try_from(count).ok());
    if count.is_some_and(|count| count < limits::CLIENTS_PER_ORGANIZATION) {
        Failure::Fields(vec![("origin", FieldErrorCode::Taken)])
    } else {
        failure
    }
}

/// The configuration, with the secret.
fn shown(
    texts: Texts,
    recipe: &'static Recipe,
    made: &NewClient,
    once: &ShownOnce<NewClient>,
) -> Html {
    let t = texts.clients;
    let secret = made.client_secret.as_ref();
    let shown = Shown {
        recipe,
        client: &made.view,
        secret: secret.map(shared_types::secret::Secret::expose),
        oncopied: once.copied(),
    };
    html! {
        <>
            <Heading text={t.configure(&made.view.name)} />
            if secret.is_some() {
                { shown_once(texts) }
            }
            <section class="panel" oncopy={once.copied()}>{ configuration(texts, &shown) }</section>
            <p onclick={once.copied()}>
                <Link to={ConsolePage::Console(made.view.id)} class="button button--primary">
                    { t.test_it() }
                </Link>
            </p>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Issue 16, part 5: who protects an address twice is told so, and not to delete a console.
    #[test]
    fn an_address_that_is_taken_is_no_limit() {
        let limit = usize::try_from(limits::CLIENTS_PER_ORGANIZATION).expect("a count");
        let taken = conflict_of_proxy(Failure::Network, Some(limit - 1));
        let code = error_of(Some(&taken), "origin");
        assert_eq!(code, Some(FieldErrorCode::Taken));
        for count in [Some(limit), None] {
            assert_eq!(conflict_of_proxy(Failure::Network, count), Failure::Network);
        }
        let texts = Texts::new(shared_types::me::Locale::En);
        assert_eq!(
            wrong_address(texts, FieldErrorCode::Taken),
            texts.clients.address_taken()
        );
    }

    /// Issue 16, part 5: what a recipe makes asks for two factors, and goes back where the product expects it.
    #[test]
    fn a_recipe_registers_what_the_product_needs() {
        let typed = Typed {
            name: "Zammad".to_owned(),
            console: " zammad.example.com/".to_owned(),
            redirect: String::new(),
        };
        let made = typed.request(recipes::find("zammad"));
        let uri = "https://zammad.example.com/auth/openid_connect/callback";
        assert_eq!(made.redirect_uris, [uri]);
        assert_eq!(
            made.launch_uri.as_deref(),
            Some("https://zammad.example.com/")
        );
        assert_eq!(made.minimum_acr, Acr::Aal2);
        let typed = Typed {
            redirect: "https://own.example.com/cb".to_owned(),
            ..typed
        };
        let made = typed.request(recipes::find("caddy"));
        assert_eq!(made.kind, ClientKind::ForwardAuth);
        assert_eq!(made.origin.as_deref(), Some("https://zammad.example.com"));
        assert!(made.redirect_uris.is_empty());
        let made = typed.request(recipes::find("oidc"));
        assert_eq!(made.redirect_uris, ["https://own.example.com/cb"]);
    }
}
