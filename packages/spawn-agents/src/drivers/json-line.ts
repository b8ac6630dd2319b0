import { isRecord } from './activity.ts';

/** The object that a line of a JSON stream is; undefined for any other line (warnings, banners, torn lines). */
export function jsonLine(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
