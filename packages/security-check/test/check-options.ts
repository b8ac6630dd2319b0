import type { SecurityCheckOptions } from '../src/security-check.ts';

/** Everything, as it stands in the work tree, without a network; nothing found is held against anybody. */
export const checkOptions: SecurityCheckOptions = {
  only: [],
  staged: false,
  since: undefined,
  unreachable: false,
  refresh: false,
  offline: true,
  baseline: undefined,
  failOn: 'never',
};
