import { BinaryReader } from '@bufbuild/protobuf/wire';
import { stripControl } from '@cdev/core/log';

/** What a receiver says of a request that it took: how many items of it it refused all the same, and why. */
export interface Answer {
  readonly rejected: number;
  readonly message: string;
}

/** The body of an answer, in the form of the request. One that cannot be read says nothing: the status has said that all is well. */
export function decodeAnswer(contentType: string, body: Uint8Array): Answer {
  try {
    return /json/i.test(contentType)
      ? answerOfJson(JSON.parse(Buffer.from(body).toString('utf8')))
      : answerOfProtobuf(body);
  } catch {
    return { rejected: 0, message: '' };
  }
}

function answerOfJson(document: unknown): Answer {
  const { partialSuccess = {} } = document as { partialSuccess?: Readonly<Record<string, unknown>> };
  const rejected = ['rejectedSpans', 'rejectedDataPoints', 'rejectedLogRecords']
    .map((name) => Number(partialSuccess[name] ?? 0))
    .find((count) => count > 0);
  return { rejected: rejected ?? 0, message: plain(partialSuccess['errorMessage']) };
}

/** `partial_success` is field 1 of each answer; in it 1 is the count and 2 the message. */
function answerOfProtobuf(body: Uint8Array): Answer {
  let answer: Answer = { rejected: 0, message: '' };
  eachField(new BinaryReader(body), (number, reader) => {
    if (number !== 1) return false;
    eachField(new BinaryReader(reader.bytes()), (inner, parts) => {
      if (inner === 1) answer = { ...answer, rejected: Number(parts.int64()) };
      else if (inner === 2) answer = { ...answer, message: plain(parts.string()) };
      else return false;
      return true;
    });
    return true;
  });
  return answer;
}

function eachField(reader: BinaryReader, read: (number: number, reader: BinaryReader) => boolean): void {
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (!read(number, reader)) reader.skip(wireType);
  }
}

function plain(text: unknown): string {
  if (typeof text !== 'string') return '';
  return stripControl(text).replaceAll(/\s+/g, ' ').trim().slice(0, 500);
}

/** Why a receiver refused: the message of a `google.rpc.Status` in either form, or the text that it is. */
export function decodeReason(contentType: string, body: Uint8Array): string {
  const text = Buffer.from(body).toString('utf8');
  try {
    if (/json/i.test(contentType)) return plain((JSON.parse(text) as { message?: unknown }).message);
    if (!/protobuf/i.test(contentType)) return /html/i.test(contentType) ? '' : plain(text);
    let message = '';
    eachField(new BinaryReader(body), (number, reader) => {
      if (number === 2) message = reader.string();
      return number === 2;
    });
    return plain(message);
  } catch {
    return '';
  }
}
