import type { UpdateGroup, UpdateItem } from '../group/update-group.ts';

/** What became of a group. */
export interface GroupResult {
  readonly group: string;
  readonly title: string;
  readonly risk: UpdateGroup['risk'];
  readonly items: readonly UpdateItem[];
  /**
   * `proposed`: the checks pass, it is on its branch. `failed`: they do not. `not-installed`: the package manager refused it. `unchanged`: it changes nothing.
   * `held`: the branch has work of somebody else. `planned`: in a dry run.
   */
  readonly status: 'proposed' | 'failed' | 'not-installed' | 'unchanged' | 'held' | 'planned';
  readonly reason: string | undefined;
  readonly branch: string | undefined;
  readonly commit: string | undefined;
  readonly checks: readonly { readonly command: string; readonly status: string; readonly reason: string }[];
  /** The last lines of what failed. */
  readonly tail: string;
  /** It was tried before, on the same commit. */
  readonly isKept: boolean;
}

export function resultOf(
  { name, title, risk, items }: UpdateGroup,
  status: GroupResult['status'],
  more: Partial<GroupResult> = {},
): GroupResult {
  return {
    group: name,
    title,
    risk,
    items,
    status,
    reason: undefined,
    branch: undefined,
    commit: undefined,
    checks: [],
    tail: '',
    isKept: false,
    ...more,
  };
}
