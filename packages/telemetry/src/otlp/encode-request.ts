import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { requestFields, type FieldKind, type Message } from './message-fields.ts';
import type { Request, Signal } from './otlp-data.ts';

/** The JSON form of a request as protobuf. @throws where it has a field that the table does not know: nothing is left out unseen. */
export function encodeRequest(signal: Signal, request: Request): Uint8Array {
  const writer = new BinaryWriter();
  writeMessage(writer, requestFields[signal], request as unknown as Readonly<Record<string, unknown>>);
  return writer.finish();
}

function writeMessage(writer: BinaryWriter, message: Message, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    const field = message[name];
    if (field === undefined) throw new Error(`There is no field ${name} in the table`);
    const [number, kind] = field;
    if (!Array.isArray(value)) writeField(writer, number, kind, value);
    else if (kind === 'double' || kind === 'fixed64') writePacked(writer, number, kind, value);
    else for (const item of value) writeField(writer, number, kind, item);
  }
}

function writePacked(
  writer: BinaryWriter,
  number: number,
  kind: 'double' | 'fixed64',
  values: readonly unknown[],
): void {
  writer.tag(number, WireType.LengthDelimited).fork();
  for (const value of values) writeScalar(writer, kind, value);
  writer.join();
}

const wireTypes = {
  string: WireType.LengthDelimited,
  hex: WireType.LengthDelimited,
  enum: WireType.Varint,
  bool: WireType.Varint,
  int64: WireType.Varint,
  double: WireType.Bit64,
  fixed64: WireType.Bit64,
  sfixed64: WireType.Bit64,
} as const;

function writeField(writer: BinaryWriter, number: number, kind: FieldKind, value: unknown): void {
  if (typeof kind === 'string') {
    writer.tag(number, wireTypes[kind]);
    return writeScalar(writer, kind, value);
  }
  writer.tag(number, WireType.LengthDelimited).fork();
  writeMessage(writer, kind, value as Readonly<Record<string, unknown>>);
  writer.join();
}

function writeScalar(writer: BinaryWriter, kind: keyof typeof wireTypes, value: unknown): void {
  if (kind === 'string') writer.string(value as string);
  else if (kind === 'hex') writer.bytes(Buffer.from(value as string, 'hex'));
  else if (kind === 'enum') writer.int32(value as number);
  else if (kind === 'bool') writer.bool(value as boolean);
  else if (kind === 'double') writer.double(value as number);
  else writer[kind](value as string);
}
