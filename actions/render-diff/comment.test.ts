import { expect, test } from 'vitest';
import { type Call, keepComment } from './comment.ts';
import { marker } from './markdown.ts';

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string };
}

const bot = { login: 'github-actions[bot]' };

/** A pull request with comments, in pages as GitHub gives them; `calls` holds what was asked to change. */
function pullRequest(comments: readonly Comment[]): { call: Call; calls: [string, unknown][] } {
  const calls: [string, unknown][] = [];
  const call: Call = async (route, parameters) => {
    const { page = 1, per_page: size = 30 } = parameters as { page?: number; per_page?: number };
    if (route.startsWith('GET ')) return { data: comments.slice((page - 1) * size, page * size) };
    calls.push([route.split(' ')[0] ?? '', parameters]);
    return { data: {} };
  };
  return { call, calls };
}

const other = (id: number): Comment => ({ id, body: 'hello', user: { login: 'someone' } });
const body = `${marker}\nnew`;

test('the first is made, and none where nothing has to be said', async () => {
  const { call, calls } = pullRequest([other(1)]);
  expect(await keepComment(call, 7, body, false)).toBe('unneeded');
  expect(calls).toEqual([]);
  expect(await keepComment(call, 7, body, true)).toBe('created');
  expect(calls).toEqual([['POST', { issue_number: 7, body }]]);
});

test('ours is brought up to date, on whichever page it is, also when nothing changes any more', async () => {
  const many = Array.from({ length: 230 }, (_, at) => other(at));
  const { call, calls } = pullRequest([...many, { id: 500, body: `${marker}\nold`, user: bot }]);
  expect(await keepComment(call, 7, body, false)).toBe('updated');
  expect(calls).toEqual([['PATCH', { comment_id: 500, body }]]);
});

test('one that says the same is left', async () => {
  const { call, calls } = pullRequest([{ id: 5, body, user: bot }]);
  expect([await keepComment(call, 7, body, true), calls]).toEqual(['unchanged', []]);
});

test('a person’s comment that begins as ours is not touched', async () => {
  const { call, calls } = pullRequest([{ ...other(5), body }]);
  expect(await keepComment(call, 7, `${marker}\nnewer`, true)).toBe('created');
  expect(calls[0]?.[0]).toBe('POST');
});
