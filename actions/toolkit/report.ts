import { appendFile } from 'node:fs/promises';
import * as core from '@actions/core';
import type { ActionError } from './errors.ts';

/** What an action ends with. `failure` makes the step fail after everything else was written. */
export interface Result {
  readonly outputs: Readonly<Record<string, string>>;
  /** Goes out as the output `report-json`. */
  readonly report: Readonly<Record<string, unknown>>;
  /** Markdown for the step's summary. */
  readonly summary: string;
  readonly failure?: ActionError;
}

// GitHub drops a whole summary of more than 1 MiB; half of it leaves room for the job's other steps.
const summaryLimit = 512 * 1024;

/** Writes outputs and summary. */
export async function publish(result: Result): Promise<void> {
  for (const [name, value] of Object.entries(result.outputs)) core.setOutput(name, value);
  core.setOutput('report-json', JSON.stringify(result.report));
  await writeSummary(result.summary);
}

/** Appends to the step's summary; without one (a local run) it is left out. */
export async function writeSummary(markdown: string): Promise<void> {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (file) await appendFile(file, `${cut(markdown, summaryLimit)}\n`);
}

/** The summary of an error: verdict and reason first, then what to do. */
export function failureSummary(title: string, error: ActionError): string {
  return paragraphs(`### ❌ ${title}: ${error.code}`, explainError(error));
}

/** An error's message as it is, and what to do next. */
export function explainError(error: ActionError): string {
  return paragraphs(fenced(error.message), `**Next:** ${error.next}`);
}

/** Parts of a Markdown text with a blank line between; an empty part is left out. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join('\n\n');
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text as a code block that its own backticks cannot close. */
export function fenced(text: string, language = 'text'): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(run => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** A text of at most `limit` bytes, saying so where it was cut. */
export function cut(text: string, limit: number): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= limit) return text;
  const note = '\n\n… cut: the rest is in the log.';
  return (
    bytes
      .subarray(0, limit - Buffer.byteLength(note))
      .toString('utf8')
      .replace(/\uFFFD+$/, '') + note
  );
}

/** A line in the log. */
export function say(line: string): void {
  core.info(line);
}

/** A warning that GitHub shows on the run. */
export function warn(message: string): void {
  core.warning(message);
}
