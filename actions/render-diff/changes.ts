import type { Render, Renders } from './renders.ts';

/** What became of one folder's render. */
export type Change =
  | { readonly folder: string; readonly kind: 'changed' | 'new' | 'gone'; readonly diff: string }
  | { readonly folder: string; readonly kind: 'broken'; readonly error: string };

type Diff = (before: string, after: string) => Promise<string>;

/** The folders whose renders differ, in the order of their names. `diff` gives a unified diff of two texts. */
export async function changes(base: Renders, head: Renders, diff: Diff): Promise<Change[]> {
  const found: Change[] = [];
  for (const folder of [...new Set([...base.keys(), ...head.keys()])].toSorted()) {
    const change = await changeOf(folder, base.get(folder), head.get(folder), diff);
    if (change) found.push(change);
  }
  return found;
}

async function changeOf(
  folder: string,
  before: Render | undefined,
  after: Render | undefined,
  diff: Diff,
): Promise<Change | undefined> {
  if (after && 'error' in after) return { folder, kind: 'broken', error: after.error };
  // What could not be rendered before has no text to compare with: all of it is new.
  const [old, fresh] = [textOf(before), textOf(after)];
  if (old === fresh) return undefined;
  const kind = after === undefined ? 'gone' : before === undefined ? 'new' : 'changed';
  return { folder, kind, diff: await diff(old, fresh) };
}

function textOf(render: Render | undefined): string {
  return render && 'text' in render ? render.text : '';
}
