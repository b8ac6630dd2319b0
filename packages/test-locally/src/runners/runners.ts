import { ava } from './ava.ts';
import { jest } from './jest.ts';
import { mocha } from './mocha.ts';
import { nodeTest } from './node-test.ts';
import { other } from './other.ts';
import { playwright } from './playwright.ts';
import type { Runner, RunnerName } from './runner.ts';
import { tap } from './tap.ts';
import { vitest } from './vitest.ts';

export const runners: Readonly<Record<RunnerName, Runner>> = {
  jest,
  vitest,
  mocha,
  'node:test': nodeTest,
  ava,
  tap,
  playwright,
  other,
};
