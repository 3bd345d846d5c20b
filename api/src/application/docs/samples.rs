//! A request in three languages, made of one description: curl, Python with `requests`, TypeScript with `fetch`.

use super::text::escape;
use serde_json::Value;

/// One request as a sample shows it.
pub(super) struct Sample<'a> {
    /// `POST`.
    pub(super) method: &'a str,
    /// The whole address.
    pub(super) url: String,
    /// Whether it needs a token, which the sample takes from the environment.
    pub(super) has_token: bool,
    /// What is sent as JSON.
    pub(super) body: Option<&'a Value>,
}

/// Where a sample has its token from.
const TOKEN: &str = "TWOSTEP_TOKEN";

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
        if self.has_token {
            lines.push(format!("  -H \"authorization: Bearer ${TOKEN}\""));
        }
        if let Some(body) = self.body {
            // A quote ends the text of a shell: closed, escaped, opened again.
            lines.push(format!(
                "  --json '{}'",
                body.to_string().replace('\'', r"'\''")
            ));
        }
        lines.join(" \\\n")
    }

    fn python(&self) -> String {
        let mut arguments = vec![format!("    {},", quoted(&self.url))];
        if self.has_token {
            arguments.push(format!(
                "    headers={{\"authorization\": \"Bearer \" + os.environ[\"{TOKEN}\"]}},"
            ));
        }
        if let Some(body) = self.body {
            arguments.push(format!("    json={},", python_value(body)));
        }
        arguments.push("    timeout=10,".to_owned());
        let imports = if self.has_token { "import os\n\n" } else { "" };
        format!(
            "{imports}import requests\n\nanswer = requests.{}(\n{}\n)\nanswer.raise_for_status()\nprint(answer.text)",
            self.method.to_lowercase(),
            arguments.join("\n")
        )
    }

    fn type_script(&self) -> String {
        let mut fields = vec![format!("  method: {},", quoted(self.method))];
        let mut headers = Vec::new();
        if self.has_token {
            headers.push(format!("authorization: `Bearer ${{process.env.{TOKEN}}}`"));
        }
        if self.body.is_some() {
            headers.push("\"content-type\": \"application/json\"".to_owned());
        }
        if !headers.is_empty() {
            fields.push(format!("  headers: {{ {} }},", headers.join(", ")));
        }
        if let Some(body) = self.body {
            fields.push(format!("  body: JSON.stringify({body}),"));
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
            has_token: true,
            body: Some(&body),
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
            has_token: false,
            body: None,
        };
        assert_eq!(bare.curl(), "curl -X DELETE 'https://x.example/a'");
        assert!(!bare.python().contains("os.environ") && !bare.type_script().contains("headers"));
    }
}
