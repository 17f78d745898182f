import type { EnvironmentStatus } from '../collect.ts';
import { html, type Markup } from './html.ts';

const [height, thick] = [26, 14];

/** Replicas between their bounds, as a bar with words below it. Git's bounds are drawn where the cluster has others. */
export function boundsBar({ git, hpa }: EnvironmentStatus): Markup {
  if (hpa.max === 0) return html`<p class="quiet">No autoscaler in the cluster.</p>`;
  const wanted = git.bounds;
  const differs = wanted !== null && (wanted.min !== hpa.min || wanted.max !== hpa.max);
  const top = Math.max(hpa.max, hpa.replicas, wanted?.max ?? 0);
  const words = wordsFor(hpa, differs ? wanted : null);
  const y = (height - thick) / 2;
  const at = (from: number, to: number, kind: string) =>
    html`<rect class="${kind}" x="${percent(from, top)}" width="${percent(to - from, top)}" y="${y}" height="${thick}"/>`;
  return html`<svg class="bar" role="img" aria-label="${words.join('; ')}" width="100%" height="${height}">
${at(0, top, 'track')}${at(0, hpa.max, 'allowed')}${at(0, hpa.replicas, 'running')}
${ticks(top, y)}${mark(hpa.min, top, 'limit')}${mark(hpa.max, top, 'limit')}
${differs ? html`<rect class="wanted" x="${percent(wanted.min, top)}" width="${percent(wanted.max - wanted.min, top)}" y="2" height="${height - 4}"/>` : undefined}
</svg>
<p class="legend" aria-hidden="true">${words.map((word, index) => html`<span class="${['k-running', 'k-limit', 'k-wanted'][index]}">${word}</span> `)}</p>`;
}

function wordsFor(
  { replicas, min, max }: EnvironmentStatus['hpa'],
  wanted: EnvironmentStatus['git']['bounds'],
): string[] {
  const live = `${replicas} running`;
  const bounds = `bounds ${min}–${max}`;
  return wanted ? [live, bounds, `Git wants ${wanted.min}–${wanted.max}`] : [live, bounds];
}

// One slot a replica, as long as that can be seen.
function ticks(top: number, y: number): readonly Markup[] {
  if (top > 30) return [];
  return Array.from({ length: top - 1 }, (_, index) => {
    const x = percent(index + 1, top);
    return html`<line class="slot" x1="${x}" x2="${x}" y1="${y}" y2="${y + thick}"/>`;
  });
}

function mark(count: number, top: number, kind: string): Markup {
  const x = percent(count, top);
  return html`<line class="${kind}" x1="${x}" x2="${x}" y1="1" y2="${height - 1}"/>`;
}

function percent(part: number, whole: number): string {
  return `${Math.round((part / Math.max(whole, 1)) * 10_000) / 100}%`;
}
