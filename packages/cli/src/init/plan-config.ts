import { isDeepStrictEqual } from 'node:util';
import { parse, stringify } from 'yaml';
import { errors } from '../errors.ts';
import type { RepositoryFacts } from './find-facts.ts';

/** Options of one script. */
interface Section {
  readonly script: string;
  readonly why: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Branches that prepublish lets releases be made from without being told. */
const knownBranches = new Set(['main', 'master', 'next', 'release']);

export interface ConfigPlan {
  /** The whole text afterwards; undefined when there is nothing to add. */
  readonly text: string | undefined;
  /** Sections that are missing and could not be added to this text. */
  readonly byHand: readonly string[];
}

/**
 * What a `cdev.config.yaml` needs here that it does not say yet. What stands in it stays, byte by byte: sections are only added behind it.
 * @param before undefined when there is no file
 * @throws CDEV_E_FRONT_CONFIG_UNUSABLE
 */
export function planConfig(before: string | undefined, facts: RepositoryFacts): ConfigPlan {
  const present = read(before ?? '');
  const missing = sectionsFor(facts).filter(({ script }) => !Object.hasOwn(present, script));
  if (missing.length === 0) return { text: undefined, byHand: [] };
  const added = missing.map(({ script, why, options }) => `# ${why}\n${stringify({ [script]: options })}`).join('\n');
  if (before === undefined) return { text: `${heading}\n\n${added}`, byHand: [] };
  const text = `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}\n${added}`;
  const wanted = { ...present, ...Object.fromEntries(missing.map(({ script, options }) => [script, options])) };
  // Behind a mapping in braces, or a second document, nothing can be added.
  const fits = isDeepStrictEqual(attempt(text), wanted);
  return fits ? { text, byHand: [] } : { text: undefined, byHand: missing.map(({ script }) => script) };
}

const heading =
  '# Options of the cdev scripts in this repository. The command line and variables CDEV_… go before them.';

function sectionsFor({ agents: [agent, ...others], branch, publishable }: RepositoryFacts): readonly Section[] {
  const sections: Section[] = [];
  if (agent !== undefined) {
    const also = others.length > 0 ? `; also here: ${others.join(', ')}` : '';
    sections.push({ script: 'cdev', why: `Who does the work of \`cdev parallel\`${also}`, options: { agent } });
    sections.push({
      script: 'spawn-agents',
      why: 'The same for `cdev spawn-agents --run`',
      options: { driver: agent },
    });
  }
  if (publishable.length > 0 && branch !== undefined && !knownBranches.has(branch))
    sections.push({ script: 'prepublish', why: 'Where releases are made from', options: { branch: [branch] } });
  return sections;
}

function read(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = parse(text) ?? {};
  } catch (cause) {
    throw errors.make(
      'CDEV_E_FRONT_CONFIG_UNUSABLE',
      { file: 'cdev.config.yaml', problem: (cause as Error).message.split('\n')[0] ?? '' },
      { cause },
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw errors.make('CDEV_E_FRONT_CONFIG_UNUSABLE', { file: 'cdev.config.yaml', problem: 'it is no mapping' });
  return value as Record<string, unknown>;
}

function attempt(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
