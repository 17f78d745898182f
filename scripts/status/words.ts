import { parseImage } from '../../actions/toolkit/image.ts';
import type { HoldStatus } from './desired.ts';
import type { HistoryEvent } from './timeline.ts';

const SHORT = 12;

/** A commit or digest short enough for a line; – for none. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, SHORT) || '–';
}

/** An image short enough for a line: `name@3f9a71c20b3f`, or its tag where no digest is pinned. */
export function shortImage(image: string): string {
  const { repository, tag, digest } = parseImage(image);
  return digest === undefined ? [repository, tag].filter(Boolean).join(':') : `${repository}@${shortId(digest)}`;
}

/** An instant as people read it, in UTC: `2026-12-01 09:30`. Empty for what is no instant. */
export function shortTime(instant: string): string {
  const time = new Date(instant);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString().slice(0, 16).replace('T', ' ');
}

/** Time between two instants: `42 s`, `3 min`, `5 h`, `2 d`. */
export function timeBetween(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** What a hold refuses: `every release`, or the digests. */
export function refusedBy({ refuses }: Pick<HoldStatus, 'refuses'>): string {
  return refuses === '*' ? 'every release' : refuses.map(shortId).join(', ');
}

/** When a hold ends. */
export function endOf({ until }: Pick<HoldStatus, 'until'>): string {
  return until === null ? 'until somebody lifts it' : `until ${shortTime(until)} UTC`;
}

/** What happened, in a few words. */
export function eventText(event: HistoryEvent): string {
  const { kind, digest, bounds, holds } = event;
  const held = holds === '' ? '' : `; refuses ${holdsText(holds)}`;
  switch (kind) {
    case 'release':
      return `${shortId(digest.before)} → ${shortId(digest.after)}`;
    case 'rollback':
      return `${shortId(digest.before)} → ${shortId(digest.after)}${held}`;
    case 'scale':
      return `${boundsText(bounds.before)} → ${boundsText(bounds.after)}`;
    case 'hold':
      return `refuses ${holdsText(holds)}`;
    case 'hold-lifted':
      return `${event.title}${held === '' ? '' : `${held} still`}`;
    case 'verified':
      return shortId(digest.after);
    default:
      return event.title;
  }
}

/** What an event is called. */
export const eventNames = {
  release: 'Release',
  rollback: 'Rollback',
  scale: 'Scale',
  hold: 'Hold',
  'hold-lifted': 'Hold lifted',
  edit: 'Edit',
  verified: 'Verified again',
} as const satisfies Record<HistoryEvent['kind'], string>;

/** Whether it is worth a line: edits change nothing that runs. */
export const isNotable = ({ kind }: HistoryEvent): boolean => kind !== 'edit';

/** `verified after 40 s`, `never verified`; '' where there is nothing to verify. */
export function verifiedText({ kind, at, verifiedAt }: HistoryEvent): string {
  if (kind === 'verified') return '';
  if (verifiedAt !== null) return `verified after ${timeBetween(at, verifiedAt)}`;
  return kind === 'release' || kind === 'rollback' ? 'never verified' : '';
}

function holdsText(holds: string): string {
  return refusedBy({ refuses: holds === '*' ? '*' : holds.split(' ') });
}

// `min=3 max=6`, as a release file's annotations have it.
function boundsText(pinned: string): string {
  if (pinned === 'overlay') return 'the overlay’s bounds';
  const value = (name: string) => new RegExp(`(?:^| )${name}=(\\d+)`).exec(pinned)?.[1];
  const [min, max, cpu] = ['min', 'max', 'cpu-target'].map(value);
  const replicas = min || max ? `${min ?? '…'}–${max ?? '…'}` : '';
  return [replicas, cpu ? `${cpu} % CPU` : ''].filter(Boolean).join(' at ');
}
