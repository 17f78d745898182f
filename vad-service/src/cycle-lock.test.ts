import { expect, test } from 'vitest';
import { CycleLock } from './cycle-lock.ts';

test('is held for a lease from START on, and each START within renews it', () => {
  const lock = new CycleLock(100);
  expect(lock.isHeld(0)).toBe(false);
  expect(lock.take(0)).toBe(false);
  expect([lock.isHeld(0), lock.isHeld(99), lock.isHeld(100)]).toEqual([true, true, false]);
  expect(lock.take(99)).toBe(true);
  expect([lock.isHeld(198), lock.isHeld(199)]).toEqual([true, false]);
});

test('audio renews a lock that is held, and takes none', () => {
  const lock = new CycleLock(100);
  lock.renew(0);
  expect(lock.isHeld(0)).toBe(false);
  lock.take(0);
  lock.renew(60);
  expect(lock.isHeld(159)).toBe(true);
  lock.renew(160);
  expect(lock.isHeld(160)).toBe(false);
});

test('tells once that its lease ran out; one that was released never did', () => {
  const lock = new CycleLock(100);
  lock.take(0);
  expect([lock.expire(99), lock.expire(100), lock.expire(101)]).toEqual([false, true, false]);
  lock.take(200);
  lock.release();
  expect(lock.isHeld(201)).toBe(false);
  expect(lock.expire(400)).toBe(false);
});

test('a START after the lease ran out takes it anew', () => {
  const lock = new CycleLock(100);
  lock.take(0);
  expect(lock.take(100)).toBe(false);
  expect(lock.isHeld(199)).toBe(true);
});
