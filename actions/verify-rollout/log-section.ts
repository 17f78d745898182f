import { fenced, paragraphs } from '../toolkit/report.ts';
import type { Logs } from '../toolkit/rollout/explain.ts';

const maxBytes = 192 * 1024;
const maxBytesEach = 24 * 1024;

/** The last log lines of the failing pods, folded; whole logs only, as many as the summary has room for. */
export function logSection(logs: Logs): string {
  const sections: string[] = [];
  let bytes = 0;
  for (const [pod, log] of logs) {
    const section = `<details><summary>Last log lines of <code>${pod}</code></summary>\n\n${fenced(lastBytes(log))}\n\n</details>`;
    bytes += Buffer.byteLength(section);
    if (bytes > maxBytes) break;
    sections.push(section);
  }
  const rest = logs.size - sections.length;
  return paragraphs(...sections, rest > 0 ? `… and the logs of ${rest} more pods, left out.` : '');
}

function lastBytes(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= maxBytesEach) return text;
  return `… ${bytes
    .subarray(-maxBytesEach)
    .toString('utf8')
    .replace(/^\uFFFD+/, '')}`;
}
