import type { FieldReader } from '@cdev/artefact-document';
import { mergeOrder } from './merge-order.ts';
import { branchName } from './plan-names.ts';
import {
  planSchemaVersion,
  sharedRules,
  type Check,
  type ClaimablePath,
  type Decision,
  type DeploymentPlan,
  type PathReviewers,
  type PlanBase,
  type PlannedAgent,
  type PlannedIssue,
  type SharedPath,
  type SymbolShare,
} from './plan.ts';
import { isCdevError } from '@cdev/core/errors';

/** A plan of schema version 1. What a person may leave out when writing by hand has a fallback. */
export function readCurrentPlan(fields: FieldReader): DeploymentPlan {
  fields.number('schemaVersion');
  const id = fields.text('id');
  const agents = fields.records('agents').map((agent) => readAgent(agent, id));
  if (agents.length === 0 && !fields.has('agents')) fields.refuse('agents', 'a list of mappings');
  const issue = fields.optionalRecord('issue');
  return {
    schemaVersion: planSchemaVersion,
    id,
    title: fields.text('title', id),
    ...(issue && { issue: readIssue(issue) }),
    base: readBase(fields),
    createdAt: fields.text('createdAt', ''),
    createdBy: fields.text('createdBy', ''),
    agents,
    shared: fields.records('shared').map(readShared),
    ...(fields.has('claimable') && { claimable: fields.records('claimable').map(readClaimable) }),
    ...(fields.has('reviewers') && { reviewers: fields.records('reviewers').map(readReviewers) }),
    mergeOrder: fields.texts('mergeOrder', orderOrNone(agents)),
    checks: fields.records('checks').map(readCheck),
    decisions: fields.records('decisions').map(readDecision),
    ...fields.rest(),
  };
}

/** Without an order in the file the dependencies give one; a circle among them is for `checkPlan` to name. */
export function orderOrNone(agents: readonly PlannedAgent[]): readonly string[] {
  try {
    return mergeOrder(agents);
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_PLAN_CYCLE')) return agents.map(({ id }) => id);
    throw error;
  }
}

function readAgent(fields: FieldReader, planId: string): PlannedAgent {
  const id = fields.text('id');
  const creates = fields.texts('creates', []);
  const owns = fields.texts('owns');
  const estimate = fields.optionalRecord('estimate');
  return {
    id,
    role: fields.text('role', ''),
    title: fields.text('title', id),
    task: fields.text('task', ''),
    branch: fields.text('branch', branchName(planId, id)),
    owns,
    creates,
    reads: fields.texts('reads', []),
    dependsOn: fields.texts('dependsOn', []),
    criteria: fields.texts('criteria', []),
    checks: fields.records('checks').map(readCheck),
    estimate: estimate
      ? { minutes: estimate.number('minutes', 0), files: estimate.number('files', 0), ...estimate.rest() }
      : { minutes: 0, files: 0 },
    reasons: fields.texts('reasons', []),
    ...fields.rest(),
  };
}

/** The issue that a plan is for; fields that are not known are kept. */
export function readIssue(fields: FieldReader): PlannedIssue {
  const [url, digest] = [fields.optionalText('url'), fields.optionalText('digest')];
  return {
    id: fields.text('id'),
    title: fields.text('title', ''),
    ...(url !== undefined && { url }),
    ...(digest !== undefined && { digest }),
    ...fields.rest(),
  };
}

function readBase(fields: FieldReader): PlanBase {
  const base = fields.optionalRecord('base');
  return base
    ? { branch: base.text('branch', ''), commit: base.text('commit', ''), ...base.rest() }
    : { branch: '', commit: '' };
}

/** One shared path with its rule; every agent shares it (`*`) unless some are named. */
export function readShared(fields: FieldReader): SharedPath {
  return {
    path: fields.text('path'),
    rule: fields.choice('rule', sharedRules),
    agents: fields.texts('agents', ['*']),
    reason: fields.text('reason', ''),
    ...(fields.has('symbols') && { symbols: fields.records('symbols').map(readSymbolShare) }),
    ...fields.rest(),
  };
}

function readSymbolShare(fields: FieldReader): SymbolShare {
  return { agent: fields.text('agent'), names: fields.texts('names'), ...fields.rest() };
}

/** One file that may be claimed; without agents it is for whoever needs it. */
export function readClaimable(fields: FieldReader): ClaimablePath {
  return {
    path: fields.text('path'),
    agents: fields.texts('agents', []),
    reason: fields.text('reason', ''),
    ...fields.rest(),
  };
}

function readReviewers(fields: FieldReader): PathReviewers {
  return { anyOf: fields.texts('anyOf'), paths: fields.texts('paths'), ...fields.rest() };
}

/** One check of a plan. Its name is its command unless it has one; fields that are not known are kept. */
export function readCheck(fields: FieldReader): Check {
  const timeLimit = fields.optionalNumber('timeLimit');
  const command = fields.text('command');
  return {
    name: fields.text('name', command),
    command,
    ...(timeLimit !== undefined && { timeLimit }),
    ...fields.rest(),
  };
}

function readDecision(fields: FieldReader): Decision {
  return { decision: fields.text('decision'), reason: fields.text('reason', ''), ...fields.rest() };
}
