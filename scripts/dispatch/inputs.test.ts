import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completeInputs, describeInputs, readWorkflow } from './inputs.ts';

const text = `
on:
  schedule:
    - cron: '*/15 * * * *'
  workflow_dispatch:
    inputs:
      environment:
        description: Where.
        type: choice
        options: [staging, production]
        required: true
      min:
        description: At least.
        type: number
      hold:
        description: Keep it away.
        type: boolean
        default: false
`;
const scale = readWorkflow(text);

describe('a workflow that can be dispatched', () => {
  it('tells its inputs, and that it also runs by itself', () => {
    expect(scale).toMatchObject({
      isScheduled: true,
      inputs: [{ name: 'environment' }, { name: 'min' }, { name: 'hold' }],
    });
    expect(readWorkflow('on:\n  workflow_dispatch:\n')).toEqual({ inputs: [], isScheduled: false });
    expect(readWorkflow('on:\n  push:\n')).toBeUndefined();
  });

  it('is explained by its own file', () => {
    expect(describeInputs(scale?.inputs ?? [])).toBe(
      '  --environment  Where. (staging | production) Required.\n  --min          At least.\n  --hold         Keep it away. Default: false.',
    );
  });

  it('is started with the inputs given, and the defaults of the rest', () => {
    const inputs = completeInputs(scale?.inputs ?? [], { environment: 'staging', min: '3', hold: true });
    expect(inputs).toEqual({ environment: 'staging', min: '3', hold: 'true' });
    expect(completeInputs(scale?.inputs ?? [], { environment: 'staging' })).toMatchObject({ min: '', hold: 'false' });
  });

  it('is not started with what GitHub would refuse; every fault is named', () => {
    expect(() => completeInputs(scale?.inputs ?? [], { min: 'x' })).toThrow(
      "- --environment is missing\n- --min is a number, not 'x'",
    );
    expect(() => completeInputs(scale?.inputs ?? [], { environment: 'moon' })).toThrow(
      "--environment is one of staging, production, not 'moon'",
    );
  });
});

it('knows the workflows of this repository', () => {
  const folder = join(import.meta.dirname, '../../.github/workflows');
  const known = readdirSync(folder).filter(file => readWorkflow(readFileSync(join(folder, file), 'utf8')));
  expect(known).toContain('deploy.yaml');
});
