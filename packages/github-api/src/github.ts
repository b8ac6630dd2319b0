export interface GithubRequest {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** From the API's root, or a whole address that GitHub gave (of an upload). */
  readonly path: string;
  /** Sent as JSON; bytes as they are. */
  readonly body?: object | Buffer;
  /** For messages: `the release v1.0.0`. Default: the path. */
  readonly what?: string;
  /** The ETag of the answer that is known already. */
  readonly etag?: string | undefined;
}

export interface GithubAnswer {
  /** 2xx; 304 when the answer with that ETag still holds; 404 or 410. */
  readonly status: number;
  readonly headers: Headers;
  /** Undefined for an answer without content. */
  readonly content: unknown;
  /** The path of the next page, if there is one. */
  readonly next?: string;
}

/** How long is waited, and for what. */
export interface GithubPatience {
  readonly signal: AbortSignal;
  /** Milliseconds in all that one request may wait for a limit or a failure to pass. */
  readonly maxWait: number;
  readonly clock: () => Date;
  /** Told of each wait before it begins. */
  readonly onWait: (text: string) => void;
  /** Milliseconds for one answer, its body included. Default 30,000; of bytes that are sent 300,000. */
  readonly timeLimit?: number | undefined;
  /** Milliseconds before the second attempt after a failure; doubled at each one after. Default 500. */
  readonly firstDelay?: number | undefined;
}

/**
 * GitHub's REST API. What is limited is asked again when GitHub says so. After a failure of network or service, questions are asked again; what changes
 * something is not, unless the connection never came about, because it may have been done: callers ask for the state first.
 *
 * Everything rejects with `CDEV_E_GITHUB_TOKEN_REFUSED`, `_FORBIDDEN`, `_REFUSED`, `_RATE_LIMITED`, `_FAILING`, `_TIMED_OUT`, `_UNREACHABLE` or
 * `_ANSWER_MALFORMED`, or with the reason of the signal. No text and no cause holds the token.
 */
export interface Github {
  /** The API's root, without a slash at the end. */
  readonly url: string;
  /** The answer as it is, one of 404 and 304 too. */
  readonly answer: (request: GithubRequest) => Promise<GithubAnswer>;
  /** The content. @throws CDEV_E_GITHUB_NOT_FOUND */
  readonly ask: <Content>(request: GithubRequest) => Promise<Content>;
  /** The content; undefined when there is no such thing (404, 410). */
  readonly find: <Content>(request: GithubRequest) => Promise<Content | undefined>;
  /** A list, page by page; nothing when there is no such thing. */
  readonly pages: <Item>(request: Pick<GithubRequest, 'path' | 'what'>) => AsyncGenerator<readonly Item[]>;
}
