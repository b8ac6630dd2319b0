import {
  lostLines,
  mergeContents,
  ruleFor,
  takeSide,
  type ConflictHunk,
  type LostLine,
  type MergeStep,
  type MergeResult,
  type MergeRule,
} from '@cdev/structured-merge';
import { mergeByMergiraf } from '../external/mergiraf.ts';
import { recallDecisions, type Recalled } from '../memory/recall-decisions.ts';
import { chooseHunks, type HunkChoice } from './choose-hunks.ts';
import { isAtLeast, leastSure } from './confidence.ts';
import type { DecidedPiece, PathExplanation, ResolvedPath } from './open-conflict.ts';
import type { ChosenText, ResolveOptions } from './resolve-options.ts';
import { problemOf } from './sound-content.ts';

/** The three versions of a file that both sides changed. */
export interface ThreeTexts {
  readonly path: string;
  /** Undefined when both sides added the file. */
  readonly base: string | undefined;
  readonly ours: string;
  readonly theirs: string;
}

export type ContentDecision =
  | {
      readonly kind: 'resolved';
      readonly content: string;
      readonly rule: ResolvedPath['rule'];
      readonly resolutions: readonly DecidedPiece[];
      /** What either side added and the content does not have. */
      readonly lost: readonly LostLine[];
      readonly explanation?: PathExplanation;
    }
  | OpenContent;

export interface OpenContent {
  readonly kind: 'open';
  readonly reason: string;
  readonly hunks: readonly ConflictHunk[];
  readonly resolutions: readonly DecidedPiece[];
  readonly explanation?: PathExplanation;
}

/** Decides the content of a file as the options ask. What comes out as resolved holds no new marker and parses if the sides do. */
export async function resolveContent(texts: ThreeTexts, options: ResolveOptions): Promise<ContentDecision> {
  const steps: MergeStep[] = [];
  const decision = await decide(texts, { ...options, note: (...more) => void steps.push(...more) });
  if (options.explains !== true) return decision;
  return { ...decision, explanation: { steps, policy: policyOf(decision, options) } };
}

/** The options, and who is told what was tried. */
interface Told extends ResolveOptions {
  readonly note: (...steps: readonly MergeStep[]) => void;
}

function policyOf(decision: ContentDecision, { atLeast = 'guess' }: ResolveOptions): string {
  const wanted = `at least ${wordOf[atLeast]} is taken`;
  if (decision.kind === 'resolved') return `taken: it is ${wordOf[leastSure(decision.resolutions)]}, and ${wanted}`;
  const isUnsure = decision.reason.startsWith(unsure);
  return isUnsure ? `left open, and only offered: ${wanted}` : 'left open: nothing decided it';
}

const unsure = 'There is a resolution, but it is only';

async function decide(texts: ThreeTexts, options: Told): Promise<ContentDecision> {
  const { strategy = 'structured', atLeast = 'guess' } = options;
  const decision =
    strategy === 'structured' ? await byStructure(texts, options) : bySide(texts, { side: strategy, options });
  if (strategy !== 'structured') options.note(sideStep(strategy, options));
  if (decision.kind === 'open') return decision;
  const problem = problemOf(texts.path, decision.content, [texts.ours, texts.theirs]);
  if (problem !== undefined) return open(`The sides could be joined, but ${problem}`, decision.resolutions);
  const confidence = leastSure(decision.resolutions);
  if (!isAtLeast(confidence, atLeast)) return open(`${unsure} ${wordOf[confidence]}`, decision.resolutions);
  // Counted on what the sides wrote, whatever was put in their place on the way.
  const { base = '', ours, theirs } = texts;
  return { ...decision, lost: lostLines({ base, ours, theirs }, decision.content, decision.resolutions) };
}

const wordOf = { certain: 'certain', likely: 'likely', guess: 'a guess' } as const;

function open(reason: string, resolutions: readonly DecidedPiece[]): OpenContent {
  return { kind: 'open', reason, hunks: [], resolutions };
}

async function byStructure(texts: ThreeTexts, options: Told): Promise<ContentDecision> {
  const recalled = await recallDecisions(texts, options);
  return recalled === undefined ? byRungs(texts, options) : withRecalled(texts, { recalled, options });
}

/** What was decided before comes first, unless a check speaks against it or the rules come further without it. */
async function withRecalled(
  texts: ThreeTexts,
  { recalled, options }: { readonly recalled: Recalled; readonly options: Told },
): Promise<ContentDecision> {
  const steps: MergeStep[] = [];
  const asksNobody = { ...options, leftOver: undefined, mergiraf: undefined };
  const alone = await byRungs(recalled.texts, { ...asksNobody, note: (...more) => void steps.push(...more) });
  const without = (outcome: 'refused' | 'gave way', reason: string): Promise<ContentDecision> => {
    options.note(...recalled.steps.map(({ where, rung }) => ({ where, rung, outcome, reason }) as const));
    return byRungs(texts, options);
  };
  const problem = refusalOf(texts, alone);
  if (problem !== undefined) return without('refused', problem);
  if (alone.kind === 'open') {
    const plain = await byRungs(texts, { ...asksNobody, note: () => {} });
    if (plain.kind === 'resolved') return without('gave way', 'The rest of the file merges only without it');
  }
  options.note(...recalled.steps);
  if (alone.kind === 'resolved') options.note(...steps);
  const decision = alone.kind === 'resolved' ? alone : await byRungs(recalled.texts, options);
  // That the sides are now alike is what was recalled.
  const rest = decision.resolutions.filter(({ rule }) => rule !== 'identical');
  const all = { ...decision, resolutions: [...recalled.pieces, ...rest] };
  return all.kind === 'resolved' ? { ...all, rule: 'memory' } : all;
}

/** Why a file must not be as it was recalled. Where nothing is left in conflict and it is open all the same, a check was against it. */
function refusalOf({ path, ours, theirs }: ThreeTexts, decision: ContentDecision): string | undefined {
  if (decision.kind === 'open') return decision.hunks.length === 0 ? decision.reason : undefined;
  return problemOf(path, decision.content, [ours, theirs]);
}

async function byRungs(texts: ThreeTexts, options: Told): Promise<ContentDecision> {
  const rule = options.rules?.(texts.path) ?? ruleFor(texts.path);
  const { labels, takesSides, explains } = options;
  const result = await mergeContents({ ...texts, rule, labels, takesSides, explains });
  options.note(...(result.steps ?? []));
  const merged = decisionOf(result, rule);
  if (merged.kind === 'resolved') return merged;
  const foreign = await byMergiraf(texts, { merged, options });
  if (foreign !== undefined) return foreign;
  if (options.leftOver === undefined) return merged;
  options.note(sideStep(options.leftOver, options));
  return takeLeftOver(texts, { merged, side: options.leftOver, options });
}

/** The file as somebody chose it, unless a check speaks against it. */
export function takeChosen(
  { path, base = '', ours, theirs }: ThreeTexts,
  { content, reason, resolutions = [] }: ChosenText,
): ContentDecision {
  const problem = problemOf(path, content, [ours, theirs]);
  if (problem !== undefined) return open(`The sides could be joined, but ${problem}`, resolutions);
  const piece: DecidedPiece = { rule: 'chosen', where: '', reason, confidence: 'certain' };
  const all = [...resolutions, piece];
  const lost = lostLines({ base, ours, theirs }, content, all);
  return { kind: 'resolved', content, rule: 'chosen', resolutions: all, lost };
}

async function byMergiraf(
  texts: ThreeTexts,
  { merged, options }: { readonly merged: OpenContent; readonly options: Told },
): Promise<ContentDecision | undefined> {
  if (options.mergiraf === undefined || merged.hunks.length === 0 || (options.atLeast ?? 'guess') !== 'guess')
    return undefined;
  const { content, step } = await mergeByMergiraf(texts, options.mergiraf);
  if (step !== undefined) options.note({ where: 'whole file', rung: 'mergiraf', ...step });
  if (content === undefined) return undefined;
  const piece: DecidedPiece = { rule: 'mergiraf', where: '', reason: 'mergiraf merged it', confidence: 'guess' };
  return { kind: 'resolved', content, rule: 'mergiraf', resolutions: [piece], lost: [] };
}

interface LeftOver {
  readonly merged: OpenContent;
  readonly side: 'ours' | 'theirs';
  readonly options: ResolveOptions;
}

/** What structure leaves open goes to one side; what it could decide stays decided. */
async function takeLeftOver(texts: ThreeTexts, { merged, side, options }: LeftOver): Promise<ContentDecision> {
  const choices = merged.hunks.map((hunk) => ({ hunk, text: hunk[side].text }));
  const joined = await joinChoices(texts, choices, options);
  if (joined === undefined) return bySide(texts, { side, options });
  const pieces = merged.hunks.map(({ where }) => sidePiece(where, side, options));
  return {
    kind: 'resolved',
    rule: 'side',
    content: joined.content,
    resolutions: [...joined.resolutions, ...pieces],
    lost: [],
  };
}

/**
 * The file with the chosen text in each conflicting piece and everything else decided by its rule; undefined when that does not come to a whole
 * file.
 */
export async function joinChoices(
  texts: ThreeTexts,
  choices: readonly HunkChoice[],
  { rules, labels }: Pick<ResolveOptions, 'rules' | 'labels'> = {},
): Promise<{ readonly content: string; readonly resolutions: readonly DecidedPiece[] } | undefined> {
  const sides = chooseHunks(texts, choices);
  if (sides === undefined) return undefined;
  const rule = rules?.(texts.path) ?? ruleFor(texts.path);
  const result = await mergeContents({ ...texts, ...sides, rule, labels });
  return result.kind === 'merged' ? result : undefined;
}

function bySide(
  texts: ThreeTexts,
  { side, options }: { side: 'ours' | 'theirs' | 'union'; options: ResolveOptions },
): ContentDecision {
  const decision = decisionOf(takeSide({ ...texts, labels: options.labels }, side), 'text');
  if (decision.kind === 'open') return decision;
  const asked = decision.resolutions.map((piece) => ({ ...piece, confidence: 'guess' as const }));
  return { ...decision, rule: 'side', resolutions: asked.length > 0 ? asked : [sidePiece('', side, options)] };
}

function sideStep(side: 'ours' | 'theirs' | 'union', options: ResolveOptions): MergeStep {
  const { reason, confidence } = sidePiece('', side, options);
  return { where: 'whole file', rung: 'side', outcome: 'won', reason, confidence };
}

/** A side is taken because somebody asked for it, which says nothing about its being right. */
export function sidePiece(where: string, side: 'ours' | 'theirs' | 'union', { labels }: ResolveOptions): DecidedPiece {
  const reason = side === 'union' ? 'both sides kept, as asked' : `${labels?.[side] ?? side} taken, as asked`;
  return { rule: 'side', where, reason, confidence: 'guess' };
}

function decisionOf(result: MergeResult, rule: MergeRule): ContentDecision {
  if (result.kind === 'merged')
    return { kind: 'resolved', content: result.content, rule, resolutions: result.resolutions, lost: [] };
  const { reason, hunks, resolutions } = result;
  return { kind: 'open', reason, hunks, resolutions };
}
