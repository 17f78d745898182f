import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { connect } from '../toolkit/github.ts';
import { type FakeGitHub, startGitHub } from './fakes/github.ts';
import { answerFaults, findOperation, requestFaults } from './fakes/openapi.ts';

const listing = 'GET /repos/{owner}/{repo}/pulls';
const creation = 'POST /repos/{owner}/{repo}/pulls';
const wanted = { title: 't', body: 'b', head: 'h', base: 'main' };
const broken = { status: 502, body: { message: 'Server Error' } };

function client({ env, token }: Pick<FakeGitHub, 'env' | 'token'>, signal = new AbortController().signal) {
  return connect({ token, repository: env.GITHUB_REPOSITORY ?? '', apiUrl: env.GITHUB_API_URL ?? '', signal });
}

test('calls a route for the repository, and gives status and data', async () => {
  const github = await startGitHub();
  expect(await client(github).call(creation, wanted)).toMatchObject({ status: 201, data: { number: 1, title: 't' } });
  expect(await client(github).call(listing, { state: 'open' })).toMatchObject({ data: [{ number: 1, body: 'b' }] });
});

test('what fails at GitHub is tried again, three times in all', async () => {
  const github = await startGitHub();
  github.answer(listing, broken, 2);
  expect((await client(github).call(listing)).status).toBe(200);
  expect(github.calls).toHaveLength(3);
  github.answer(listing, broken, 3);
  await expect(client(github).call(listing)).rejects.toMatchObject({
    code: 'github-failed',
    message: `${listing} was answered with 502: Server Error`,
  });
});

test('a creation that failed at GitHub may have been carried out, so it is not repeated', async () => {
  const github = await startGitHub();
  github.answer(creation, broken);
  await expect(client(github).call(creation, wanted)).rejects.toMatchObject({ code: 'github-failed' });
  expect(github.calls).toEqual([creation]);
});

test('a limit is waited for where GitHub asks for less than a minute, and is no refusal', async () => {
  const github = await startGitHub();
  const body = { message: 'You have exceeded a secondary rate limit.' };
  github.answer(creation, { status: 403, body, headers: { 'retry-after': '0' } });
  expect((await client(github).call(creation, wanted)).status).toBe(201);
  github.answer(creation, { status: 403, body, headers: { 'retry-after': '61' } });
  await expect(client(github).call(creation, wanted)).rejects.toMatchObject({ code: 'github-failed' });
});

test.each([401, 403, 404])('%i is a refusal, and is not tried again', async status => {
  const github = await startGitHub();
  github.answer(listing, { status, body: { message: 'No.' } });
  await expect(client(github).call(listing)).rejects.toMatchObject({ code: 'github-forbidden' });
  expect(github.calls).toHaveLength(1);
});

test('a status that is expected is an answer', async () => {
  const github = await startGitHub();
  await client(github).call(creation, wanted);
  expect(await client(github).call(creation, wanted, [422])).toMatchObject({
    status: 422,
    data: { errors: [{ message: 'A pull request already exists for octo-org:h.' }] },
  });
});

test('nobody there: says which route got no answer and why', async () => {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  const env = { GITHUB_API_URL: `http://127.0.0.1:${port}`, GITHUB_REPOSITORY: 'o/r' };
  await expect(client({ env, token: 'secret' }).call(listing)).rejects.toMatchObject({
    code: 'github-failed',
    message: expect.stringMatching(/got no answer: .*ECONNREFUSED/),
  });
});

test('the stand-in sees what GitHub would refuse', () => {
  const create = findOperation('POST', '/repos/o/r/pulls');
  const update = findOperation('PATCH', '/repos/o/r/pulls/x');
  expect(findOperation('POST', '/repos/o/r/pullz')).toBeUndefined();
  if (!create || !update) throw new Error('GitHub describes both');
  expect(requestFaults(create, { query: {}, body: { title: 't', head: 'h', tilte: '' } })).toEqual([
    `${creation} body must have required property 'base'`,
    `${creation} body has the unknown tilte`,
  ]);
  expect(requestFaults(update, { query: { page: '1' }, body: {} })).toEqual([
    'PATCH /repos/{owner}/{repo}/pulls/{pull_number} pull_number must be integer',
    'PATCH /repos/{owner}/{repo}/pulls/{pull_number} has the unknown parameter page',
  ]);
  expect(answerFaults(create, 201, { number: 1 }).length).toBeGreaterThan(10);
});
