/** Makes an object of another one and what is different in it (gitformat-pack(5), "Deltified representation"). */
export function applyDelta(base: Buffer, delta: Buffer): Buffer {
  let at = 0;
  const size = (): number => {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = delta.readUInt8(at);
      at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  };
  if (size() !== base.length) throw new RangeError('a delta is of another object');
  const made = Buffer.allocUnsafe(size());
  let end = 0;
  while (at < delta.length) {
    const instruction = delta.readUInt8(at);
    at += 1;
    if (instruction === 0) throw new RangeError('a delta has an instruction that is not known');
    if (instruction < 0x80) {
      end += delta.copy(made, end, at, at + instruction);
      at += instruction;
    } else {
      const [from, length] = [0b1111, 0b111].map((mask, part) => {
        let value = 0;
        for (let bit = 0; mask >> bit > 0; bit += 1)
          if ((instruction & (1 << (bit + part * 4))) !== 0) {
            value += delta.readUInt8(at) * 2 ** (bit * 8);
            at += 1;
          }
        return value;
      }) as [number, number];
      const count = length === 0 ? 0x1_00_00 : length;
      if (from + count > base.length) throw new RangeError('a delta copies what is not there');
      end += base.copy(made, end, from, from + count);
    }
  }
  if (end !== made.length) throw new RangeError('a delta makes less than it says');
  return made;
}
