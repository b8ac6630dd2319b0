import { checklist, tick } from './checklist.ts';
import { claim, handOver, release } from './change-hands.ts';
import { commit } from './commit.ts';
import { forecast } from './forecast.ts';
import { ownership, whoOwns } from './ownership.ts';
import { report } from './report.ts';
import type { Tool } from './tool.ts';
import { validate } from './validate.ts';

/** In the order in which an agent meets them. */
export const allTools: readonly Tool[] = [
  ownership,
  whoOwns,
  claim,
  release,
  handOver,
  checklist,
  tick,
  report,
  forecast,
  validate,
  commit,
];
