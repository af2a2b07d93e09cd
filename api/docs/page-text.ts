// What the page is made of beside Swagger UI: its HTML, and the script that starts it. Paths are relative, so that they
// hold behind a proxy that serves all of this under a path of its own.

export const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Vigie API</title>
<link rel="icon" href="docs/favicon-32x32.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<form id="ask" class="swagger-ui" hidden>
<div class="wrapper">
<p id="why"></p>
<label>Token <input id="token" type="password" autocomplete="off" required></label>
<button class="btn authorize">Read the API</button>
</div>
</form>
<div id="ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/init.js"></script>
</body>
</html>
`;

/** A browser sends no token of itself: where reads want one the page asks, and keeps it for as long as it is open. */
export const script = `'use strict';
const ask = document.getElementById('ask');
const show = (spec, token) => {
  ask.hidden = true;
  const ui = SwaggerUIBundle({
    spec,
    dom_id: '#ui',
    validatorUrl: null,
    queryConfigEnabled: false,
    deepLinking: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
    onComplete: () => token && ui.preauthorizeApiKey('token', token),
  });
};
const load = async (token) => {
  const headers = token ? { Authorization: 'Bearer ' + token } : {};
  const response = await fetch('openapi.json', { headers });
  const body = await response.json();
  if (response.ok) return show(body, token);
  document.getElementById('why').textContent = body.detail + '. ' + body.remedy;
  ask.hidden = false;
};
ask.addEventListener('submit', (event) => {
  event.preventDefault();
  load(document.getElementById('token').value.trim());
});
load('');
`;
