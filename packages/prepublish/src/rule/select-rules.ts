import { errors } from '../errors.ts';
import type { Finding, Rule } from './rule.ts';

export interface RuleChoice {
  /** Names of rules, groups or single verdicts (`publint/use-type`); all when empty. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

type Groups = Readonly<Record<string, readonly Rule[]>>;

/**
 * The rules of a choice.
 * @throws CDEV_E_PREPUBLISH_RULE_UNKNOWN
 */
export function selectRules(groups: Groups, { only, skip }: RuleChoice): readonly Rule[] {
  for (const name of [...only, ...skip]) assertKnown(groups, name);
  return Object.entries(groups).flatMap(([group, rules]) =>
    rules.filter(({ id }) => {
      // A verdict alone needs its rule to run.
      const isWanted =
        only.length === 0 || only.some((name) => name === group || name === id || name.startsWith(`${id}/`));
      return isWanted && !skip.includes(group) && !skip.includes(id);
    }),
  );
}

/** Whether a finding is of a verdict that was chosen. */
export function isChosen(groups: Groups, { only, skip }: RuleChoice, { rule }: Finding): boolean {
  if (skip.includes(rule)) return false;
  const [id = ''] = rule.split('/');
  const verdicts = only.filter((name) => name.startsWith(`${id}/`));
  const isWhole = only.some((name) => name === id || groups[name]?.some((each) => each.id === id) === true);
  return verdicts.length === 0 || isWhole || verdicts.includes(rule);
}

function assertKnown(groups: Groups, name: string): void {
  const ids = Object.values(groups).flatMap((rules) => rules.map(({ id }) => id));
  const [id = '', verdict] = name.split('/');
  if (name in groups || ids.includes(id)) {
    if (verdict === undefined || id === 'publint' || id === 'types') return;
  }
  const words = [...Object.keys(groups), ...ids];
  const closest = words.find((word) => word.includes(id) || id.includes(word)) ?? '';
  throw errors.make('CDEV_E_PREPUBLISH_RULE_UNKNOWN', { name, closest });
}
