import type { FieldReader } from '@cdev/artefact-document';

interface Limits {
  readonly fallback: number;
  readonly from: number;
  readonly to: number;
}

export function limited(reader: FieldReader, name: string, { fallback, from, to }: Limits): number {
  const value = reader.number(name, fallback);
  if (value < from || value > to) reader.refuse(name, `a number from ${from} to ${to}`);
  return value;
}

export function wholeNumber(reader: FieldReader, name: string, limits: Limits): number {
  const value = limited(reader, name, limits);
  if (!Number.isInteger(value)) reader.refuse(name, 'a whole number');
  return value;
}

/** A misspelt field would be silently without effect. Call it last. */
export function refuseUnknown(reader: FieldReader): void {
  for (const name of Object.keys(reader.rest().unknownFields ?? {})) reader.refuse(name, 'no field of this name here');
}
