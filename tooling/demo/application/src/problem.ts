/** Something the caller can put right; the status is the one of HTTP. */
export class Problem extends Error {
  readonly status: 400 | 404 | 409;

  constructor(status: 400 | 404 | 409, message: string) {
    super(message);
    this.name = 'Problem';
    this.status = status;
  }
}
