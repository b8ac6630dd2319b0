/** The form of our tables; a newer one is refused. */
export const postgresForm = 1;
/** Of the trigger, which is made again where an older one is. */
export const triggerForm = 2;

/** pg-boss's own schema: its `job` table is the one truth on the state of a task. */
export const queueSchema = 'cdev_fleet_queue';
/** Told the name of a run when something happened in it, and `claimable` when a task may have become that. */
export const channel = 'cdev_fleet';
export const claimable = ':claimable';
/** The queues that are ours begin with it; one for each set of labels. */
export const queuePrefix = 'fleet.';

/** What pg-boss does not keep: which job is which task, which queue has which labels, and the numbered events. */
export const tables = `
CREATE TABLE cdev_fleet.queue (name text PRIMARY KEY, labels text[] NOT NULL);
CREATE TABLE cdev_fleet.run (id text PRIMARY KEY, protocol int NOT NULL, last int NOT NULL DEFAULT 0);
CREATE TABLE cdev_fleet.task (run text NOT NULL REFERENCES cdev_fleet.run, id text NOT NULL, position int NOT NULL, job uuid NOT NULL UNIQUE,
  queue text NOT NULL, definition text NOT NULL, PRIMARY KEY (run, id));
CREATE TABLE cdev_fleet.event (run text NOT NULL, number int NOT NULL, at bigint NOT NULL, task text NOT NULL, attempt int NOT NULL, kind text NOT NULL,
  detail jsonb NOT NULL, key text, PRIMARY KEY (run, number), UNIQUE (run, key));
CREATE INDEX event_claimed ON cdev_fleet.event (run, task, number) WHERE kind = 'claimed';
`;

/**
 * Every change of a job's state becomes an event in the very statement that makes it, whoever makes it: a worker, a submitter, or pg-boss's
 * own monitor. The run's row is locked for the number, so numbers become visible in their order. What pg-boss would leave waiting for ever
 * is ended in the same statement.
 */
export const trigger = `
CREATE OR REPLACE FUNCTION cdev_fleet.note_job() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
  happened text;
  detail jsonb := '{}';
  place int;
BEGIN
  IF NEW.name NOT LIKE '${queuePrefix}%' THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN
    IF OLD.blocked AND NOT NEW.blocked THEN PERFORM pg_notify('${channel}', '${claimable}'); END IF;
    RETURN NULL;
  END IF;
  happened := CASE NEW.state::text WHEN 'created' THEN 'submitted' WHEN 'active' THEN 'claimed' WHEN 'completed' THEN 'done' WHEN 'failed' THEN 'failed'
    WHEN 'retry' THEN CASE TG_OP WHEN 'INSERT' THEN 'retried' ELSE 'released' END
    ELSE CASE WHEN NEW.output ? 'blockedBy' THEN 'blocked' ELSE 'cancelled' END END;
  IF happened = 'claimed' THEN
    detail := jsonb_build_object('worker', nullif(current_setting('cdev_fleet.worker', true), '')::jsonb);
  ELSIF happened = 'done' THEN
    detail := jsonb_build_object('result', (NEW.output->>'result')::jsonb);
  ELSIF happened = 'blocked' THEN
    detail := jsonb_build_object('by', NEW.output->'blockedBy');
  ELSIF happened IN ('retried', 'failed') THEN
    detail := cdev_fleet.failure(NEW.output);
    IF happened = 'retried' AND detail->>'cause' = 'lease' THEN
      -- The back-off is for tasks that fail, not for workers that die.
      UPDATE ${queueSchema}.job SET start_after = ${queueSchema}.job_now() WHERE name = NEW.name AND id = NEW.id;
      detail := detail || jsonb_build_object('notBefore', ceil(extract(epoch FROM ${queueSchema}.job_now()) * 1000));
    ELSIF happened = 'retried' THEN
      detail := detail || jsonb_build_object('notBefore', ceil(extract(epoch FROM NEW.start_after) * 1000));
    END IF;
  END IF;
  UPDATE cdev_fleet.run SET last = last + 1 WHERE id = NEW.data->>'run' RETURNING last INTO place;
  INSERT INTO cdev_fleet.event (run, number, at, task, attempt, kind, detail)
    VALUES (NEW.data->>'run', place, ceil(extract(epoch FROM ${queueSchema}.job_now()) * 1000), NEW.data->>'task',
      CASE WHEN NEW.started_on IS NULL THEN 0 ELSE NEW.retry_count + 1 END, happened, detail);
  IF happened IN ('failed', 'cancelled', 'blocked') THEN
    UPDATE ${queueSchema}.job child
      SET state = 'cancelled', completed_on = ${queueSchema}.job_now(), output = jsonb_build_object('blockedBy', NEW.data->>'task')
      FROM ${queueSchema}.job_dependency edge
      WHERE edge.parent_name = NEW.name AND edge.parent_id = NEW.id AND child.name = edge.child_name AND child.id = edge.child_id AND child.state < 'active';
  END IF;
  IF happened IN ('retried', 'released') THEN
    -- What was begun comes before what is new: pg-boss takes the oldest of a priority.
    UPDATE ${queueSchema}.job SET created_on = created_on - interval '100 years'
      WHERE name = NEW.name AND id = NEW.id AND created_on > ${queueSchema}.job_now() - interval '50 years';
  END IF;
  IF happened IN ('submitted', 'retried', 'released') THEN PERFORM pg_notify('${channel}', '${claimable}'); END IF;
  PERFORM pg_notify('${channel}', NEW.data->>'run');
  RETURN NULL;
END $body$;
CREATE OR REPLACE FUNCTION cdev_fleet.failure(output jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $body$
  SELECT CASE WHEN output ? 'cause' THEN jsonb_build_object('reason', output->'reason', 'cause', output->'cause')
    WHEN output #>> '{value,message}' = 'job timed out' THEN '{"reason": "its time limit is over", "cause": "time"}'
    WHEN output #>> '{value,message}' = 'job heartbeat timeout' THEN '{"reason": "no heartbeat came", "cause": "lease"}'
    ELSE jsonb_build_object('reason', 'it was ended from outside', 'cause', 'worker') END
$body$;
CREATE OR REPLACE TRIGGER cdev_fleet AFTER INSERT OR UPDATE OF state, blocked ON ${queueSchema}.job
  FOR EACH ROW EXECUTE FUNCTION cdev_fleet.note_job();
COMMENT ON FUNCTION cdev_fleet.note_job() IS '${triggerForm}';
`;
