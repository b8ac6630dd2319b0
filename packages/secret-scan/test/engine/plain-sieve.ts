import { nameClass } from '../../src/assignment/name-class.ts';
import type { CompiledRules, CompiledToken, Structure } from '../../src/engine/compile-rules.ts';
import { exactly, openingOf, type Opening } from '../../src/engine/opening.ts';
import { jwkOpening } from '../../src/engine/sieve-programs.ts';
import type { Sieve, Sights } from '../../src/engine/sieve.ts';
import type { Trigger } from '../../src/engine/triggers.ts';
import { hasRandomRun, hasUser, isNamed, lastWordEnd, mayHaveValue, nameAround, stands } from './plain-signs.ts';
import { mayBeRead } from './plain-value.ts';
import { startPrefixWalk } from './prefix-walk.ts';

/** What `sieve.wat` is to do, step by step and many times as slow. */
export function startPlainSieve({ named }: CompiledRules, triggers: ReadonlyMap<string, Trigger>): Sieve {
  const keywords = [...triggers.keys()];
  const walk = startPrefixWalk(keywords);
  const lastSeen = new Int32Array(named.length);
  return {
    run: (bytes, sights) => {
      lastSeen.fill(0);
      const names = new Names(bytes, sights, lastSeen);
      walk.run(bytes, (ids, end) => {
        for (const id of ids) {
          const keyword = keywords[id]!;
          const trigger = triggers.get(keyword)!;
          const start = end - keyword.length;
          for (const token of trigger.tokens) if (mayBeToken(bytes, token, start, keyword)) sights.token(token, start);
          const { structure } = trigger;
          if (structure !== undefined && mayBeStructure(bytes, structure, start, end))
            sights.structure(structure, start);
          for (const encoded of trigger.encoded)
            if (stands(bytes, start, exactly(encoded.text))) sights.encoded(encoded, start);
          for (const at of trigger.named) lastSeen[at] = end;
          if (trigger.isName || trigger.named.length > 0) names.look(end, trigger.isName, trigger.named.length > 0);
        }
      });
    },
  };
}

function mayBeToken(bytes: Uint8Array, token: CompiledToken, start: number, keyword: string): boolean {
  const before = start - token.lead;
  if (before > 0 && token.notBefore[bytes[before - 1]!] === 1 && bytes[before - 2] !== 0x5c) return false;
  const opening = openingAt(token, keyword);
  return opening === undefined || stands(bytes, start, opening);
}

function mayBeStructure(bytes: Uint8Array, structure: Structure, start: number, end: number): boolean {
  if (structure === 'jwk') return stands(bytes, start, jwkOpening);
  if (structure === 'url') return hasUser(bytes, end);
  return structure !== 'bearer' || hasRandomRun(bytes, end, 16, 12);
}

/** Names of one content. */
class Names {
  readonly #bytes: Buffer;
  readonly #sights: Sights;
  readonly #lastSeen: Int32Array;
  /** A name is read once, whichever of its words are keywords. */
  #end = -1;

  constructor(bytes: Uint8Array, sights: Sights, lastSeen: Int32Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#sights = sights;
    this.#lastSeen = lastSeen;
  }

  look(at: number, isName: boolean, isProvider: boolean): void {
    if (at <= this.#end) return;
    const bytes = this.#bytes;
    const name = nameAround(bytes, at);
    if (name === undefined) return;
    const { start, end } = name;
    const text = bytes.toString('latin1', start, end);
    // A provider's name alone decides nothing where a later word of the same name can.
    if (!isName && lastWordEnd(text) > at - start) return;
    this.#end = end;
    const kind = nameClass(text);
    if (kind === 'none' && !isProvider) return;
    if (isName && kind !== 'none' && kind !== 'weak' && isNamed(bytes, start)) {
      this.#sights.name(start, end, kind, this.#lastSeen);
      return;
    }
    if (!mayHaveValue(bytes, end, isProvider)) return;
    if ((kind === 'weak' || kind === 'none') && !hasRandomRun(bytes, end, 16)) return;
    if (!mayBeRead(bytes, name, kind, this.#sights.allowsBare())) return;
    this.#sights.name(start, end, kind, this.#lastSeen);
  }
}

const openings = new Map<string, Opening | undefined>();

function openingAt({ rule }: CompiledToken, keyword: string): Opening | undefined {
  const key = `${rule.id} ${keyword}`;
  if (!openings.has(key)) openings.set(key, openingOf(rule, keyword));
  return openings.get(key);
}
