import type pg from 'pg';
import { wakeUps } from '../engine/wake-ups.ts';

/** What pg-boss calls a database, too. */
export interface Statements {
  readonly executeSql: (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>;
}

export interface Connection extends Statements {
  /** For what pg-boss does by itself: never waits for those that hold a transaction open. */
  readonly own: Statements;
  /** For heartbeats alone: one connection, which nothing else can keep them waiting for. */
  readonly pulse: Statements;
  readonly transaction: <Result>(work: (statements: Statements) => Promise<Result>) => Promise<Result>;
  /** Does it again while the server cannot be reached, up to `patience` ms. */
  readonly patiently: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Until that is told on the channel, or all may have been missed. */
  readonly changed: (signal: AbortSignal, topic: string) => Promise<void>;
  readonly listen: (channel: string) => void;
  readonly close: () => Promise<void>;
}

const patience = 60_000;
/** What only time brings (back-offs, released dependants of other processes) is looked for. */
const lookEvery = 1000;
const lost = /^(ECONN\w+|ENOENT|EPIPE|ETIMEDOUT|57P0[123]|08\w{3}|40P01|40001)$/;
const lostWords = /connection (terminated|timeout|error)|timeout exceeded|read timeout|not queryable|server closed/i;
/** Connections of one process: for its questions, for pg-boss's own, for heartbeats; and one more that listens. */
const connections = { asking: 4, own: 2, pulse: 1 };
/**
 * Milliseconds without an answer after which a connection is taken for dead: of a machine that fell silent nobody says so for a quarter of an hour. A
 * heartbeat must come again before its lease is over; pg-boss's own work may be to make an index.
 */
const silence = { asking: 60_000, own: 600_000, pulse: 5000 };

/** Loads the driver, and connects with the first statement. */
export async function connect(url: string): Promise<Connection> {
  const { default: driver } = await import('pg');
  const settings = { connectionString: url, application_name: 'cdev-fleet', connectionTimeoutMillis: 10_000 };
  const pool = new driver.Pool({ ...settings, max: connections.asking, query_timeout: silence.asking });
  const ownPool = new driver.Pool({ ...settings, max: connections.own, query_timeout: silence.own });
  const pulsePool = new driver.Pool({ ...settings, max: connections.pulse, query_timeout: silence.pulse });
  const pools = [pool, ownPool, pulsePool];
  // A connection that breaks while idle is thrown away by the pool; the next question opens another.
  for (const one of pools) one.on('error', () => {});
  const waiting = wakeUps();
  const closed = new AbortController();
  let listener: pg.Client | undefined;
  const listen = (channel: string): void => {
    if (closed.signal.aborted) return;
    const client = new driver.Client({ ...settings, keepAlive: true });
    listener = client;
    const again = (): void => {
      if (listener !== client) return;
      listener = undefined;
      client.end().catch(() => {});
      setTimeout(() => listen(channel), 500).unref();
    };
    client.on('error', again);
    client.on('end', again);
    client.on('notification', ({ payload }) => waiting.wake(payload));
    client.connect().then(() => client.query(`LISTEN ${channel}`)).then(() => waiting.wake(), again); // prettier-ignore
  };
  return {
    executeSql: (text, values) => pool.query(text, values),
    own: { executeSql: (text, values) => ownPool.query(text, values) },
    pulse: { executeSql: (text, values) => pulsePool.query(text, values) },
    transaction: async (work) => {
      const client = await pool.connect();
      // The pool listens to idle ones only: one that breaks in a transaction would end the process. Its statement tells it.
      client.on('error', ignore);
      let broken: Error | undefined;
      try {
        await client.query('BEGIN');
        const result = await work({ executeSql: (text, values) => client.query(text, values) });
        await client.query('COMMIT');
        return result;
      } catch (error) {
        // Behind a statement that is not answered it would wait as long again.
        if (isLost(error)) broken = error as Error;
        else await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
        throw error;
      } finally {
        client.off('error', ignore);
        client.release(broken);
      }
    },
    patiently: async (work) => {
      const end = performance.now() + patience;
      for (;;) {
        try {
          return await work();
        } catch (error) {
          if (!isLost(error) || closed.signal.aborted || performance.now() > end) throw error;
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
      }
    },
    changed: (signal, topic) => waiting.sleep(topic, signal, lookEvery),
    listen,
    close: async () => {
      closed.abort();
      const last = listener;
      listener = undefined;
      await Promise.allSettled([last?.end(), ...pools.map((one) => one.end())]);
    },
  };
}

function ignore(): void {}

function isLost(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (typeof code === 'string' && lost.test(code)) || (typeof message === 'string' && lostWords.test(message));
}
