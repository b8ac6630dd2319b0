import { errors } from '../errors.ts';
import type { Connection } from './connection.ts';
import { postgresForm, queueSchema, tables, trigger, triggerForm } from './schema.ts';

/** A number of our own among PostgreSQL's advisory locks: two processes prepare one after the other. */
const lock = 0x63646576;

/** Makes our tables and the trigger on pg-boss's; both are left alone where they are there. */
export async function prepareDatabase(connection: Connection, place: string): Promise<void> {
  await connection.transaction(async ({ executeSql }) => {
    await executeSql(`SELECT pg_advisory_xact_lock(${lock})`);
    await executeSql('CREATE SCHEMA IF NOT EXISTS cdev_fleet');
    await executeSql('CREATE TABLE IF NOT EXISTS cdev_fleet.form (form int NOT NULL)');
    const form = (await executeSql('SELECT form FROM cdev_fleet.form')).rows[0]?.['form'] as number | undefined;
    if (form === undefined) {
      await executeSql(tables);
      await executeSql('INSERT INTO cdev_fleet.form (form) VALUES ($1)', [postgresForm]);
    } else if (form > postgresForm) {
      const forms = { found: String(form), known: String(postgresForm) };
      throw errors.make('CDEV_E_AGENT_FLEET_ENGINE_NEWER', { place, ...forms });
    }
    // Later than the form, which older versions go on using without it.
    await executeSql('CREATE TABLE IF NOT EXISTS cdev_fleet.dismissed (worker text PRIMARY KEY)');
    await executeSql(
      'CREATE TABLE IF NOT EXISTS cdev_fleet.message (run text, task text, attempt int, number int, at bigint NOT NULL, text text NOT NULL, PRIMARY KEY (run, task, attempt, number))',
    );
    // Looked for first: to ask for it locks the table, which others have open.
    const key =
      "SELECT 1 FROM pg_attribute WHERE attrelid = 'cdev_fleet.message'::regclass AND attname = 'key' AND NOT attisdropped";
    if ((await executeSql(key)).rows.length === 0)
      await executeSql('ALTER TABLE cdev_fleet.message ADD COLUMN IF NOT EXISTS key text');
    // A migration of pg-boss may have made its table anew.
    const found = await executeSql(
      "SELECT obj_description(tgfoid, 'pg_proc') AS form FROM pg_trigger WHERE tgname = 'cdev_fleet' AND tgrelid = to_regclass($1)",
      [`${queueSchema}.job`],
    );
    if (Number(found.rows[0]?.['form'] ?? 0) < triggerForm) await executeSql(trigger);
  });
}
