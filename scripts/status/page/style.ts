/** The page's style: light and dark, from 360 px up, and on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #f6f7f9; --card: #ffffff; --ink: #1b1f24; --quiet: #59636e; --line: #d5dae0;
  --well: #116329; --well-soft: #dcf5e3; --wrong: #a40e26; --wrong-soft: #ffe5e8;
  --busy: #7a4b00; --busy-soft: #fff2d3; --accent: #0550ae; --accent-soft: #c5dcf8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0e1116; --card: #171b21; --ink: #e8ebef; --quiet: #a3adb8; --line: #343b45;
    --well: #6fdd8b; --well-soft: #12301b; --wrong: #ff9aa5; --wrong-soft: #43161c;
    --busy: #f2c55c; --busy-soft: #3a2c0a; --accent: #79b8ff; --accent-soft: #1f3f63;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; overflow-wrap: anywhere;
}
h1 { margin: 0; font-size: 1.75rem; }
h2 { margin: 0 0 .5rem; font-size: 1.25rem; }
h3 { margin: 1rem 0 .25rem; font-size: 1rem; }
p { margin: 0; }
header { margin-bottom: 1.5rem; }
main > section { margin-top: 2rem; }
code { font: .875em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.quiet { color: var(--quiet); font-weight: 400; }
h2 .quiet { font-size: .875rem; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); align-items: start; }
.card { padding: 1rem 1.25rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.verdict { padding: .5rem .75rem; border-left: .25rem solid var(--quiet); font-weight: 600; }
.verdict.well { background: var(--well-soft); border-color: var(--well); color: var(--well); }
.verdict.wrong { background: var(--wrong-soft); border-color: var(--wrong); color: var(--wrong); }
.verdict.busy { background: var(--busy-soft); border-color: var(--busy); color: var(--busy); }
.notice { margin-top: .75rem; padding: .5rem .75rem; background: var(--busy-soft); border-left: .25rem solid var(--busy); }
.notice h3 { margin: 0; color: var(--busy); }
.reason { white-space: pre-line; font-style: italic; }
dl { margin: 1rem 0 0; }
dl div { display: grid; grid-template-columns: 5rem 1fr; gap: .5rem; padding: .125rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
.bar { display: block; margin-top: .25rem; overflow: visible; }
.bar .track { fill: var(--line); }
.bar .allowed { fill: var(--accent-soft); }
.bar .running { fill: var(--accent); }
.bar .slot { stroke: var(--card); stroke-width: 1.5; }
.bar .limit { stroke: var(--ink); stroke-width: 3; }
.bar .wanted { fill: none; stroke: var(--wrong); stroke-width: 2; stroke-dasharray: 5 3; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .875rem; }
.legend span::before { content: ""; display: inline-block; width: .75rem; height: .75rem; margin-right: .375rem; vertical-align: -.0625rem; }
.legend .k-running::before { background: var(--accent); }
.legend .k-limit::before { background: var(--accent-soft); border: solid var(--ink); border-width: 0 2px; }
.legend .k-wanted::before { border: 2px dashed var(--wrong); }
table { width: 100%; margin-top: 1rem; border-collapse: collapse; font-size: .875rem; }
caption { padding-bottom: .25rem; text-align: left; font-size: 1rem; font-weight: 700; }
th, td { padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--quiet); font-weight: 400; overflow-wrap: normal; }
tbody th { font-weight: 400; }
td { overflow-wrap: normal; }
td bdi { overflow-wrap: anywhere; }
td code[title] { white-space: nowrap; }
#previews td code { white-space: normal; overflow-wrap: anywhere; }
.timeline { margin: 0; padding: 0; list-style: none; }
.timeline li { display: grid; grid-template-columns: 9.5rem 1fr; gap: 1rem; }
.timeline time { padding-top: .0625rem; color: var(--quiet); font-variant-numeric: tabular-nums; white-space: nowrap; }
.timeline li > div { position: relative; padding: 0 0 1rem 1.25rem; border-left: 2px solid var(--line); }
.timeline li:last-child > div { border-color: transparent; }
.timeline li > div::before {
  content: ""; position: absolute; left: -.4375rem; top: .4375rem; width: .75rem; height: .75rem;
  border: 2px solid var(--quiet); border-radius: 50%; background: var(--card);
}
.timeline .proved > div::before { border-color: var(--well); background: var(--well); }
.timeline .unproved > div::before { border-color: var(--wrong); border-radius: 0; background: var(--wrong); }
.timeline .scale > div::before { border-color: var(--accent); }
.timeline .hold > div::before { border-color: var(--busy); border-radius: 0; }
.where { padding: 0 .375rem; border: 1px solid var(--line); border-radius: .25rem; background: var(--card); font-size: .875rem; }
.proof { white-space: nowrap; font-size: .875rem; }
.proved .proof { color: var(--well); }
.unproved .proof { color: var(--wrong); font-weight: 600; }
@media (max-width: 40rem) {
  body { padding-inline: .75rem; }
  .card { padding-inline: .875rem; }
  th, td { padding-right: .5rem; }
  table { font-size: .8125rem; }
  .timeline li { grid-template-columns: 1fr; gap: 0; }
  .timeline li > time { padding-left: 1.25rem; border-left: 2px solid var(--line); margin-left: 0; }
}
@media print {
  html { font-size: 12px; }
  body { max-width: none; padding: 0; background: none; }
  .card, .timeline li, tr { break-inside: avoid; }
  .verdict, .notice, .bar, .legend span::before, .timeline li > div::before { print-color-adjust: exact; }
}
`;
