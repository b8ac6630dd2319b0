import { isDeepStrictEqual } from 'node:util';
import { errors } from '../errors.ts';
import { isUnfinished, type EarlierRun } from '../journal/earlier-run.ts';
import type { PipelineSource } from '../source/pipeline-source.ts';

export type Inputs = Readonly<Record<string, string>>;

export interface Wish {
  /** `name=value`, as typed. */
  readonly words: readonly string[];
  /** Go on with a run that failed, too. */
  readonly isResumed: boolean;
  /** Begin anew. */
  readonly isFresh: boolean;
}

export interface ChosenRun {
  readonly inputs: Inputs;
  /** The run to go on with. */
  readonly earlier: EarlierRun | undefined;
}

/**
 * Whether an earlier run is gone on with, and with which inputs. Without a word about inputs it is the run that decides; with
 * others than it had a new one begins.
 * @throws CDEV_E_PIPELINE_INPUT_FORM, _UNKNOWN, _MISSING, CDEV_E_PIPELINE_NOTHING_TO_RESUME
 */
export function chooseRun(pipeline: PipelineSource, last: EarlierRun | undefined, wish: Wish): ChosenRun {
  const typed = parseInputs(pipeline, wish.words);
  const candidate =
    last && !wish.isFresh && last.status !== 'passed' && (isUnfinished(last) || wish.isResumed) ? last : undefined;
  const earlier =
    candidate && (wish.words.length === 0 || isDeepStrictEqual(candidate.inputs, withDefaults(pipeline, typed)))
      ? candidate
      : undefined;
  if (!earlier && wish.isResumed) throw errors.make('CDEV_E_PIPELINE_NOTHING_TO_RESUME', { pipeline: pipeline.name });
  const inputs = earlier ? { ...withDefaults(pipeline, {}), ...earlier.inputs } : withDefaults(pipeline, typed);
  const missing = Object.entries(pipeline.inputs)
    .filter(([name, { isRequired }]) => isRequired && inputs[name] === '')
    .map(([name]) => name);
  if (missing.length > 0)
    throw errors.make('CDEV_E_PIPELINE_INPUT_MISSING', {
      pipeline: pipeline.name,
      names: missing.join(', '),
      example: missing.map((name) => `${name}=…`).join(' '),
    });
  return { inputs, earlier };
}

function withDefaults(pipeline: PipelineSource, typed: Inputs): Inputs {
  return Object.fromEntries(
    Object.entries(pipeline.inputs).map(([name, input]) => [name, typed[name] ?? input.default]),
  );
}

function parseInputs({ name: pipeline, inputs }: PipelineSource, words: readonly string[]): Inputs {
  return Object.fromEntries(
    words.map((word) => {
      const [, name, value] = /^([\w-]+)=([\s\S]*)$/.exec(word) ?? [];
      if (name === undefined || value === undefined) throw errors.make('CDEV_E_PIPELINE_INPUT_FORM', { word });
      if (!Object.hasOwn(inputs, name)) {
        const known = Object.keys(inputs).join(', ') || 'none';
        throw errors.make('CDEV_E_PIPELINE_INPUT_UNKNOWN', { pipeline, name, known });
      }
      return [name, value];
    }),
  );
}
