import type { SharedPath } from './plan.ts';

/** Stands for every declaration that no other agent is given. */
export const allOthers = '*';

/**
 * Whose a declaration of a file is that is split by symbol: the agent that is given its name or the name of what it is a member of, the
 * closest first, else the agent that is given all others. Undefined when nobody is.
 */
export function symbolOwner({ symbols = [] }: Pick<SharedPath, 'symbols'>, name: string): string | undefined {
  for (let wanted = name; wanted !== ''; wanted = wanted.slice(0, Math.max(0, wanted.lastIndexOf('.')))) {
    const found = symbols.find(({ names }) => names.includes(wanted));
    if (found) return found.agent;
  }
  return symbols.find(({ names }) => names.includes(allOthers))?.agent;
}

/** What an agent may change of such a file, in words: `\`lateFee\` and \`due\``, `everything but \`lateFee\``. */
export function symbolWords({ symbols = [] }: Pick<SharedPath, 'symbols'>, agent: string): string {
  const own = symbols.filter((share) => share.agent === agent).flatMap(({ names }) => names);
  if (!own.includes(allOthers)) return own.length === 0 ? 'nothing that is there' : listed(own);
  const others = symbols.filter((share) => share.agent !== agent).flatMap(({ names }) => names);
  return others.length === 0 ? 'everything' : `everything but ${listed(others)}`;
}

/** Who may change what, in words: `search: \`search\`; fees: everything but \`search\``. */
export function symbolSharesText(shared: Pick<SharedPath, 'agents' | 'symbols'>): string {
  return shared.agents.map((id) => `${id}: ${symbolWords(shared, id)}`).join('; ');
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length === 1 ? (quoted[0] ?? '') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
