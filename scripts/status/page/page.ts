import { createHash } from 'node:crypto';
import { engines } from '../../local/engines.ts';
import type { LastRun } from '../../local/workflow.ts';
import type { Preview } from '../previews.ts';
import type { ProjectStatus } from '../project.ts';
import { shortImage } from '../words.ts';
import { card } from './card.ts';
import { timeline } from './history.ts';
import { html, Markup } from './html.ts';
import { id, nothing, saidBriefly, table, time } from './parts.ts';
import { style } from './style.ts';

// The style by its hash: no other one counts, and no script at all.
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Everything as one page that needs nothing else. All text in it is data. */
export function renderPage(status: ProjectStatus): string {
  const { repository, engine, environments, history, previews, main, madeAt, lastRun } = status;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${repository}: status</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header>
<h1>${repository}</h1>
<p>main is at ${id(main.commit)} ${saidBriefly(main.title)}</p>
<p class="quiet">Synced by ${engines[engine].title}. Made ${time(madeAt)}; all times are UTC.</p>
</header>
<main>
<div class="cards">
${environments.map(card)}</div>
${lastRun?.outcome === 'failed' ? failedRun(lastRun) : nothing}
<section id="history" aria-labelledby="history-title">
<h2 id="history-title">History</h2>
${timeline(history)}
</section>
<section id="previews" aria-labelledby="previews-title">
<h2 id="previews-title">Previews</h2>
${previewTable(previews)}
</section>
</main>
</body>
</html>
`.text;
}

function failedRun({ workflow, commit, log }: LastRun): Markup {
  return html`<section id="last-run" aria-labelledby="last-run-title">
<h2 id="last-run-title">The last run failed</h2>
<p>${workflow} for ${id(commit)}: <code>${log}</code></p>
</section>`;
}

function previewTable(previews: readonly Preview[]): Markup {
  if (previews.length === 0) return html`<p class="quiet">There are none.</p>`;
  const rows = previews.map(({ pullRequest, updatedAt, commit, image }) => [
    html`#${pullRequest}`,
    time(updatedAt),
    id(commit),
    html`<code title="${image}">${shortImage(image)}</code>`,
  ]);
  return table('Pull requests with a preview', ['pull request', 'updated', 'commit', 'image'], rows);
}
