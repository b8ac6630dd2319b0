/** Content up to this size is decoded whole, once something in it is worth a look. */
const whole = 1 << 16;
/** How far before and after a place detectors may look. */
const before = 1 << 13;
const after = 3 << 13;

const nothing: Buffer = Buffer.alloc(0);

/** Bytes as text of one character per byte, decoded only around what is looked at: memory does not grow with the content. */
export class TextWindow {
  #bytes = nothing;
  #text = '';
  #base = 0;
  #end = -1;

  /** Forgets what it had of the content before. */
  of(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#text = '';
    this.#base = 0;
    this.#end = -1;
  }

  /** Text around the place; the offset in the bytes that it begins at is in `base`. */
  at(place: number): string {
    const { length } = this.#bytes;
    const isInside =
      place <= this.#end &&
      place >= this.#base &&
      (this.#base === 0 || place - this.#base >= before) &&
      (this.#end === length || this.#end - place >= after);
    if (isInside) return this.#text;
    this.#base = length <= whole ? 0 : Math.max(0, place - before);
    this.#end = Math.min(length, this.#base + whole);
    this.#text = this.#bytes.toString('latin1', this.#base, this.#end);
    return this.#text;
  }

  get base(): number {
    return this.#base;
  }
}
