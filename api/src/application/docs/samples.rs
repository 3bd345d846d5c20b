//! A request in three languages, made of one description: curl, Python with `requests`, TypeScript with `fetch`.

use crate::platform::html::escape;
use serde_json::Value;

/// One request as a sample shows it.
pub(super) struct Sample<'a> {
    /// `POST`.
    pub(super) method: &'a str,
    /// The whole address.
    pub(super) url: String,
    /// The variable of the environment that it takes its token from, where it needs one.
    pub(super) token: Option<&'static str>,
    /// What is sent.
    pub(super) body: Option<Sent<'a>>,
}

/// What a request sends.
#[derive(Clone, Copy)]
pub(super) enum Sent<'a> {
    Json(&'a Value),
    /// A file of comma-separated values.
    Csv(&'a str),
}

impl Sample<'_> {
    /// One of three is open at a time; without a script too. `id` names the group.
    pub(super) fn write(&self, id: &str) -> String {
        let languages = [
            ("curl", self.curl()),
            ("Python", self.python()),
            ("TypeScript", self.type_script()),
        ];
        let blocks = languages.into_iter().map(|(name, code)| {
            let open = if name == "curl" { " open" } else { "" };
            format!(
                "<details name=\"sample-{}\"{open}><summary>{name}</summary><pre tabindex=\"0\">{}</pre></details>\n",
                escape(id),
                escape(&code)
            )
        });
        format!(
            "<div class=\"samples\">{}</div>\n",
            blocks.collect::<String>()
        )
    }

    fn curl(&self) -> String {
        let mut lines = vec![match (self.method, self.body) {
            ("GET", _) | ("POST", Some(_)) => format!("curl '{}'", self.url),
            (method, _) => format!("curl -X {method} '{}'", self.url),
        }];
        if let Some(token) = self.token {
            lines.push(format!("  -H \"authorization: Bearer ${token}\""));
        }
        // A quote ends the text of a shell: closed, escaped, opened again.
        let in_quotes = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
        match self.body {
            None => {}
            Some(Sent::Json(body)) => {
                lines.push(format!("  --json {}", in_quotes(&body.to_string())));
            }
            Some(Sent::Csv(text)) => {
                lines.push("  -H 'content-type: text/csv'".to_owned());
                lines.push(format!("  --data-binary {}", in_quotes(text)));
            }
        }
        lines.join(" \\\n")
    }

    fn python(&self) -> String {
        let mut arguments = vec![format!("    {},", quoted(&self.url))];
        let mut headers = Vec::new();
        if let Some(token) = self.token {
            headers.push(format!(
                "\"authorization\": \"Bearer \" + os.environ[\"{token}\"]"
            ));
        }
        if let Some(Sent::Csv(_)) = self.body {
            headers.push("\"content-type\": \"text/csv\"".to_owned());
        }
        if !headers.is_empty() {
            arguments.push(format!("    headers={{{}}},", headers.join(", ")));
        }
        match self.body {
            None => {}
            Some(Sent::Json(body)) => arguments.push(format!("    json={},", python_value(body))),
            Some(Sent::Csv(text)) => arguments.push(format!("    data={}.encode(),", quoted(text))),
        }
        arguments.push("    timeout=60,".to_owned());
        let imports = match self.token {
            Some(_) => "import os\n\n",
            None => "",
        };
        format!(
            "{imports}import requests\n\nanswer = requests.{}(\n{}\n)\nanswer.raise_for_status()\nprint(answer.text)",
            self.method.to_lowercase(),
            arguments.join("\n")
        )
    }

    fn type_script(&self) -> String {
        let mut fields = vec![format!("  method: {},", quoted(self.method))];
        let mut headers = Vec::new();
        if let Some(token) = self.token {
            headers.push(format!("authorization: `Bearer ${{process.env.{token}}}`"));
        }
        let (media, body) = match self.body {
            None => (None, None),
            Some(Sent::Json(body)) => (
                Some("application/json"),
                Some(format!("JSON.stringify({body})")),
            ),
            Some(Sent::Csv(text)) => (Some("text/csv"), Some(quoted(text))),
        };
        if let Some(media) = media {
            headers.push(format!("\"content-type\": \"{media}\""));
        }
        if !headers.is_empty() {
            fields.push(format!("  headers: {{ {} }},", headers.join(", ")));
        }
        if let Some(body) = body {
            fields.push(format!("  body: {body},"));
        }
        format!(
            "const answer = await fetch({}, {{\n{}\n}});\nif (!answer.ok) throw new Error(await answer.text());\n\
             console.log(await answer.text());",
            quoted(&self.url),
            fields.join("\n")
        )
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A value as Python writes it: JSON, but for three words.
fn python_value(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(python_value).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| {
                format!("{}: {}", quoted(name), python_value(value))
            };
            let fields: Vec<_> = fields.iter().map(field).collect();
            format!("{{{}}}", fields.join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_request_in_three_languages() {
        let body = json!({"name": "O'Neil", "is_on": true, "list": [null, 1]});
        let sample = Sample {
            method: "POST",
            url: "https://desk.example.com/api/v1/groups".to_owned(),
            token: Some("TWOSTEP_TOKEN"),
            body: Some(Sent::Json(&body)),
        };
        assert_eq!(
            sample.curl(),
            "curl 'https://desk.example.com/api/v1/groups' \\\n  -H \"authorization: Bearer $TWOSTEP_TOKEN\" \\\n  \
             --json '{\"name\":\"O'\\''Neil\",\"is_on\":true,\"list\":[null,1]}'"
        );
        let python = sample.python();
        assert!(
            python.contains("json={\"name\": \"O'Neil\", \"is_on\": True, \"list\": [None, 1]},")
        );
        let script = sample.type_script();
        assert!(script.contains(
            "body: JSON.stringify({\"name\":\"O'Neil\",\"is_on\":true,\"list\":[null,1]}),"
        ));
        let bare = Sample {
            method: "DELETE",
            url: "https://x.example/a".to_owned(),
            token: None,
            body: None,
        };
        assert_eq!(bare.curl(), "curl -X DELETE 'https://x.example/a'");
        assert!(!bare.python().contains("os.environ") && !bare.type_script().contains("headers"));
        let file = Sample {
            method: "POST",
            body: Some(Sent::Csv("email\na@x.example\n")),
            ..bare
        };
        assert_eq!(
            file.curl(),
            "curl 'https://x.example/a' \\\n  -H 'content-type: text/csv' \\\n  \
             --data-binary 'email\na@x.example\n'"
        );
        assert!(
            file.python()
                .contains("data=\"email\\na@x.example\\n\".encode(),")
        );
        assert!(
            file.type_script()
                .contains("\"content-type\": \"text/csv\"")
        );
    }
}
