import type ts from 'typescript';
import type { Change, ChangeKind, Direction } from './change.ts';
import type { Compiler } from './compiler.ts';
import { placeOf, type DeclarationWorld } from './declaration-world.ts';
import { unstableTag } from './unstable.ts';

/** Something that was, and what it is now. */
export interface Pair<Node> {
  readonly before: Node;
  readonly after: Node;
}

/** How two things are compared. */
export interface Site {
  /** For people: `Parser.parse()`. */
  readonly label: string;
  readonly direction: Direction;
  /** The type parameters around differ, so that the compiler cannot be asked. */
  readonly isElsewhere?: boolean;
  /** Reached beside an index signature: see `Reference`. */
  readonly isOpen?: boolean;
}

/** Two types that are written differently; the compiler says later how they relate. */
export interface Question extends Pair<ts.TypeNode> {
  readonly site: Site;
  /** `returns`, `parameter "a" takes`, `is`. */
  readonly verb: string;
  /** What is declared with it. */
  readonly owner?: ts.Symbol | undefined;
  /** What was said of it before: see `Walk.of`. */
  readonly tag?: string | undefined;
}

/** A `loss` is a break whichever way the thing goes; another break is one for those only who give it, or for those only who read it. */
export type Told = ChangeKind | 'loss';

/** A comparison of two versions under way. */
export interface Walk {
  readonly compiler: Compiler;
  readonly before: DeclarationWorld;
  readonly after: DeclarationWorld;
  readonly questions: readonly Question[];
  readonly ask: (question: Question) => void;
  /** Compares two declared things once for each direction, later; those that go either way after all others, if they still have to be. */
  readonly meet: (pair: Pair<ts.Symbol>, site: Site) => void;
  /** The same for something that is only exported by its name. */
  readonly meetByName: (pair: Pair<ts.Symbol>, label: string) => void;
  /** The owner is what is being compared, unless another is named. */
  readonly tell: (kind: Told, what: string, node: ts.Node, owner?: ts.Symbol) => void;
  /** What is told and asked meanwhile is about something that was declared there, stable or not. */
  readonly of: (was: ts.Node | undefined, compare: () => void) => void;
  /** The same for what was asked before. */
  readonly under: (tag: string | undefined, compare: () => void) => void;
  /** Takes the next pair that was met; undefined at the end. */
  readonly next: () => (Pair<ts.Symbol> & { readonly site: Site }) | undefined;
  readonly changes: () => readonly Change[];
  /** The text of a type without comments and layout. */
  readonly print: (node: ts.Node) => string;
}

export function startWalk(compiler: Compiler, before: DeclarationWorld, after: DeclarationWorld): Walk {
  const queue: (Pair<ts.Symbol> & { readonly site: Site })[] = [];
  const later: (Pair<ts.Symbol> & { readonly site: Site })[] = [];
  const met = new Map<ts.Symbol, Set<string>>();
  const told: { readonly kind: Told; readonly change: Omit<Change, 'kind'>; readonly owner: ts.Symbol | undefined }[] =
    [];
  const questions: Question[] = [];
  /** Named in a type that does not say which way. */
  const unsure = new Set<ts.Symbol>();
  const [open, closed] = [new Set<ts.Symbol>(), new Set<ts.Symbol>()];
  let owner: ts.Symbol | undefined;
  /** That of which nothing was promised. */
  let tag: string | undefined;
  const under = (own: string | undefined, compare: () => void): void => {
    const outer = tag;
    tag = own ?? outer;
    compare();
    tag = outer;
  };
  const printer = compiler.createPrinter({ removeComments: true, omitTrailingSemicolon: true });
  /** What is known to go one way is not compared again without knowing. */
  const isMet = ({ after: symbol }: Pair<ts.Symbol>, direction: Direction): boolean => {
    const directions = met.get(symbol) ?? new Set();
    return directions.has(direction) || (direction === 'either' && directions.size > 0);
  };
  return {
    compiler,
    before,
    after,
    questions,
    ask: (question) => questions.push({ ...question, owner, tag }),
    meet: (pair, { label, direction: way, isOpen = false }) => {
      (isOpen ? open : closed).add(pair.after);
      // What a class makes is made by the class, whichever way it goes.
      const direction = pair.after.flags & compiler.SymbolFlags.Class ? 'out' : way;
      if (direction === 'either') unsure.add(pair.after);
      if (!before.isOwn(pair.before) || !after.isOwn(pair.after) || isMet(pair, direction)) return;
      const next = { ...pair, site: { label, direction } };
      if (direction === 'either') later.push(next);
      else {
        met.set(pair.after, (met.get(pair.after) ?? new Set()).add(direction));
        queue.push(next);
      }
    },
    meetByName: (pair, label) => {
      closed.add(pair.after);
      if (before.isOwn(pair.before) && after.isOwn(pair.after))
        later.push({ ...pair, site: { label, direction: 'either' } });
    },
    next: () => {
      let next = queue.shift();
      while (!next && later.length > 0) {
        const left = later.shift();
        if (!left || isMet(left, 'either')) continue;
        met.set(left.after, new Set(['either']));
        next = left;
      }
      owner = next?.after;
      return next;
    },
    of: (was, compare) => under(unstableTag(compiler, was), compare),
    under,
    tell: (kind, what, node, named = owner) => {
      const isPromised = tag === undefined || kind === 'addition';
      const change = { what: isPromised ? what : `${what}; it was ${tag}`, ...placeOf(node) };
      told.push({ kind: isPromised ? kind : 'unknown', change, owner: named });
    },
    changes: () =>
      told.map(({ kind, change, owner: of }) => {
        const directions = of && met.get(of);
        const goesBothWays = of && ((directions?.has('in') === true && directions.has('out')) || unsure.has(of));
        const isOpen = of !== undefined && open.has(of) && !closed.has(of);
        if (kind === 'loss') return { ...change, kind: isOpen ? 'unknown' : 'break' };
        return { ...change, kind: goesBothWays && (kind === 'break' || kind === 'growth') ? 'unknown' : kind };
      }),
    print: (node) =>
      printer
        .printNode(compiler.EmitHint.Unspecified, node, node.getSourceFile())
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/'([^'"]*)'/g, '"$1"'),
  };
}
