;; Looks at places where keywords end, in order, and keeps those that are worth a look: what test/engine/plain-sieve.ts says, many times as fast. Assembled
;; into sieve-module.ts by the same test as walk.wat. Shares the memory of walk.wat; make-sieve-image.ts lays out what is in it:
;;
;; $flags     one byte for each byte: 1 is in names · 2 random text may have it · 4 is a digit · 8 ends an address
;; $following one byte for each byte: what it means after a name, as in byte-kinds.ts
;; $least     one byte for each class of names: how long their values are at least
;; $shortest  the least of them (no address)
;; $words     words of secrets, 8 bytes each: the length, then the letters, ended by one of length 0
;; $names     16,384 names that were met, 16 bytes each: two hashes, then what `classify` said of it plus one
;; $lastSeen  one i32 for each provider: the offset after the last keyword that named it, 0 for none
;; $programs  one i32 for each state in which keywords end: the address of its steps, each of 32 bytes, ended by one of kind 0
;; A step is its kind and up to seven numbers; see sieve-programs.ts.
(module
  (import "engine" "memory" (memory 1))
  (import "engine" "flags" (global $flags i32))
  (import "engine" "following" (global $following i32))
  (import "engine" "least" (global $least i32))
  (import "engine" "shortest" (global $shortest i32))
  (import "engine" "words" (global $words i32))
  (import "engine" "names" (global $names i32))
  (import "engine" "lastSeen" (global $lastSeen i32))
  (import "engine" "programs" (global $programs i32))
  ;; What a name is.
  (import "engine" "classify" (func $classify (param $start i32) (param $end i32) (result i32)))
  ;; Whether a value can stand after a name: `value.wat`.
  (import "engine" "mayBeRead"
    (func $mayBeRead (param $start i32) (param $end i32) (param $first i32) (param $last i32) (param $least i32) (param $bare i32) (result i32)))
  ;; Whether values may stand without quotation marks in this content.
  (import "engine" "allowsBare" (func $allowsBare (result i32)))
  ;; A place worth a look.
  (import "engine" "hit" (func $hit (param $kind i32) (param $one i32) (param $two i32) (param $three i32)))

  ;; Of the content that is being looked at: where it begins and ends in memory, as far as it is there, and where its offset 0 would be.
  (global $first (mut i32) (i32.const 0))
  (global $last (mut i32) (i32.const 0))
  (global $origin (mut i32) (i32.const 0))
  ;; The offset after the last name that was read: a name is read once, whichever of its words are keywords.
  (global $nameEnd (mut i32) (i32.const -1))
  ;; What $allowsBare said; -1 where it has not been asked.
  (global $bare (mut i32) (i32.const -1))

  (func $flag (param $at i32) (param $mask i32) (result i32)
    (i32.and (i32.load8_u (i32.add (global.get $flags) (i32.load8_u (local.get $at)))) (local.get $mask)))

  ;; Whether there are $least bytes of random text without a gap, a digit among them unless they are many.
  (func $hasRandomRun (param $at i32) (param $least i32) (param $reach i32) (result i32)
    (local $end i32) (local $length i32) (local $digit i32) (local $kind i32)
    (local.set $end (i32.add (local.get $at) (i32.add (local.get $reach) (local.get $least))))
    (if (i32.gt_u (local.get $end) (global.get $last)) (then (local.set $end (global.get $last))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $kind (call $flag (local.get $at) (i32.const 6)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (if (i32.eqz (local.get $kind))
          (then
            (local.set $length (i32.const 0))
            (local.set $digit (i32.const 0))
            (br $next)))
        (local.set $length (i32.add (local.get $length) (i32.const 1)))
        (local.set $digit (i32.or (local.get $digit) (i32.and (local.get $kind) (i32.const 4))))
        (br_if $next (i32.lt_u (local.get $length) (local.get $least)))
        (br_if $next (i32.eqz (i32.or (local.get $digit) (i32.ge_u (local.get $length) (i32.const 24)))))
        (return (i32.const 1))))
    (i32.const 0))

  ;; Whether an address has an @ before it ends.
  (func $hasUser (param $from i32) (result i32)
    (local $at i32) (local $end i32)
    (local.set $at (local.get $from))
    (local.set $end (i32.add (local.get $from) (i32.const 410)))
    (if (i32.gt_u (local.get $end) (global.get $last)) (then (local.set $end (global.get $last))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 0x40))
          (then (return (i32.gt_u (local.get $at) (local.get $from)))))
        (br_if $done (call $flag (local.get $at) (i32.const 8)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (i32.const 0))

  ;; Whether a value can stand after a name.
  (func $mayHaveValue (param $at i32) (param $isProvider i32) (result i32)
    (local $end i32) (local $kind i32) (local $gap i32)
    (local.set $end (i32.add (local.get $at) (i32.const 24)))
    (if (i32.gt_u (local.get $end) (global.get $last)) (then (local.set $end (global.get $last))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $kind (i32.load8_u (i32.add (global.get $following) (i32.load8_u (local.get $at)))))
        (if (i32.eq (local.get $kind) (i32.const 3))
          (then
            (return
              (i32.or
                (i32.ne (i32.load8_u (local.get $at)) (i32.const 0x28))
                (i32.eqz (local.get $isProvider))))))
        (if (i32.eq (local.get $kind) (i32.const 4))
          (then (return (i32.and (local.get $gap) (i32.eqz (local.get $isProvider))))))
        (if (i32.eq (local.get $kind) (i32.const 5)) (then (return (i32.eqz (local.get $isProvider)))))
        (if (i32.eqz (local.get $kind)) (then (return (i32.const 0))))
        (local.set $gap (i32.const 1))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (local.get $gap))

  ;; What is known of a name; two hashes of its bytes, 64 bits together, tell it.
  (func $known (param $start i32) (param $end i32) (result i32)
    (local $at i32) (local $byte i32) (local $one i32) (local $two i32) (local $slot i32) (local $found i32)
    (local.set $at (local.get $start))
    (local.set $one (i32.sub (local.get $end) (local.get $start)))
    (local.set $two (i32.const 0x9e3779b9))
    (loop $next
      (local.set $byte (i32.load8_u (local.get $at)))
      (local.set $one (i32.mul (i32.xor (local.get $one) (local.get $byte)) (i32.const 0x01000193)))
      (local.set $two
        (i32.xor
          (i32.mul (i32.add (local.get $two) (local.get $byte)) (i32.const 0x85ebca6b))
          (i32.shr_u (local.get $two) (i32.const 13))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.set $slot
      (i32.add
        (global.get $names)
        (i32.shl
          (i32.and (i32.xor (local.get $one) (i32.shr_u (local.get $one) (i32.const 15))) (i32.const 0x3fff))
          (i32.const 4))))
    (local.set $found (i32.load offset=8 (local.get $slot)))
    (if
      (i32.and
        (i32.ne (local.get $found) (i32.const 0))
        (i32.and
          (i32.eq (i32.load (local.get $slot)) (local.get $one))
          (i32.eq (i32.load offset=4 (local.get $slot)) (local.get $two))))
      (then (return (i32.sub (local.get $found) (i32.const 1)))))
    (local.set $found (call $classify (local.get $start) (local.get $end)))
    (i32.store (local.get $slot) (local.get $one))
    (i32.store offset=4 (local.get $slot) (local.get $two))
    (i32.store offset=8 (local.get $slot) (i32.add (local.get $found) (i32.const 1)))
    (local.get $found))

  ;; Whether a name stands where it is the value of `name` or `key`: its own value may stand before it.
  (func $isNamed (param $at i32) (result i32)
    (local $limit i32) (local $byte i32) (local $hasMark i32)
    (local.set $limit (i32.sub (local.get $at) (i32.const 12)))
    (if (i32.lt_s (local.get $limit) (global.get $first)) (then (local.set $limit (global.get $first))))
    (block $done
      (loop $next
        (br_if $done (i32.le_s (local.get $at) (local.get $limit)))
        (local.set $at (i32.sub (local.get $at) (i32.const 1)))
        (local.set $byte (i32.load8_u (local.get $at)))
        (if (i32.or (i32.eq (local.get $byte) (i32.const 0x3a)) (i32.eq (local.get $byte) (i32.const 0x3d)))
          (then
            (br_if $done (local.get $hasMark))
            (local.set $hasMark (i32.const 1))
            (br $next)))
        (br_if $next
          (i32.or
            (i32.or (i32.eq (local.get $byte) (i32.const 0x20)) (i32.eq (local.get $byte) (i32.const 0x5c)))
            (i32.or (i32.eq (local.get $byte) (i32.const 0x22)) (i32.eq (local.get $byte) (i32.const 0x27)))))
        (local.set $byte (i32.or (local.get $byte) (i32.const 0x20)))
        (return
          (i32.and
            (local.get $hasMark)
            (i32.or (i32.eq (local.get $byte) (i32.const 0x65)) (i32.eq (local.get $byte) (i32.const 0x79)))))))
    (i32.const 0))

  ;; The name around a keyword that ends at $at.
  (func $atName (param $at i32) (param $isName i32) (param $isProvider i32)
    (local $start i32) (local $end i32) (local $limit i32) (local $kind i32) (local $least i32) (local $isNamed i32)
    (if (i32.le_s (i32.sub (local.get $at) (global.get $origin)) (global.get $nameEnd)) (then (return)))
    (local.set $start (local.get $at))
    (local.set $limit (i32.sub (local.get $at) (i32.const 80)))
    (block $done
      (loop $next
        (br_if $done (i32.le_s (local.get $start) (global.get $first)))
        (br_if $done (i32.le_s (local.get $start) (local.get $limit)))
        (br_if $done (i32.eqz (call $flag (i32.sub (local.get $start) (i32.const 1)) (i32.const 1))))
        (local.set $start (i32.sub (local.get $start) (i32.const 1)))
        (br $next)))
    (if (i32.le_s (local.get $start) (local.get $limit)) (then (return)))
    (local.set $end (local.get $at))
    (local.set $limit (i32.add (local.get $at) (i32.const 80)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $end) (global.get $last)))
        (br_if $done (i32.ge_u (local.get $end) (local.get $limit)))
        (br_if $done (i32.eqz (call $flag (local.get $end) (i32.const 1))))
        (local.set $end (i32.add (local.get $end) (i32.const 1)))
        (br $next)))
    (if (i32.ge_u (local.get $end) (local.get $limit)) (then (return)))
    ;; A provider's name alone decides nothing where a later word of the same name can.
    (if (i32.eqz (local.get $isName))
      (then (if (call $hasWord (local.get $at) (local.get $end) (local.get $start)) (then (return)))))
    (global.set $nameEnd (i32.sub (local.get $end) (global.get $origin)))
    (local.set $isNamed (i32.and (local.get $isName) (call $isNamed (local.get $start))))
    (if (i32.eqz (local.get $isNamed))
      (then (if (i32.eqz (call $mayHaveValue (local.get $end) (local.get $isProvider))) (then (return)))))
    (if (i32.lt_s (global.get $bare) (i32.const 0)) (then (global.set $bare (call $allowsBare))))
    ;; What the name is costs more to ask than whether any name could have a value there.
    (if (i32.eqz (local.get $isNamed))
      (then (if (i32.eqz (call $isReadable (local.get $start) (local.get $end) (global.get $shortest))) (then (return)))))
    (local.set $kind (call $known (local.get $start) (local.get $end)))
    (if (i32.eqz (i32.or (local.get $kind) (local.get $isProvider))) (then (return)))
    (if (i32.and (local.get $isNamed) (i32.gt_u (local.get $kind) (i32.const 1)))
      (then
        (call $hit (i32.const 6) (local.get $start) (local.get $end) (local.get $kind))
        (return)))
    (if (local.get $isNamed)
      (then (if (i32.eqz (call $mayHaveValue (local.get $end) (local.get $isProvider))) (then (return)))))
    (local.set $least (i32.load8_u (i32.add (global.get $least) (local.get $kind))))
    (if (i32.or (local.get $isNamed) (i32.ne (local.get $least) (global.get $shortest)))
      (then (if (i32.eqz (call $isReadable (local.get $start) (local.get $end) (local.get $least))) (then (return)))))
    (if (i32.le_u (local.get $kind) (i32.const 1))
      (then (if (i32.eqz (call $hasRandomRun (local.get $end) (i32.const 16) (i32.const 250))) (then (return)))))
    (call $hit (i32.const 6) (local.get $start) (local.get $end) (local.get $kind)))

  (func $isReadable (param $start i32) (param $end i32) (param $least i32) (result i32)
    (call $mayBeRead
      (local.get $start)
      (local.get $end)
      (global.get $first)
      (global.get $last)
      (local.get $least)
      (global.get $bare)))

  ;; Whether a word that names of secrets have ends in a name after $at.
  (func $hasWord (param $at i32) (param $end i32) (param $start i32) (result i32)
    (local $word i32) (local $length i32) (local $letter i32) (local $place i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (local.set $word (global.get $words))
        (loop $another
          (local.set $length (i32.load8_u (local.get $word)))
          (br_if $next (i32.eqz (local.get $length)))
          (block $differs
            (br_if $differs (i32.lt_u (i32.sub (local.get $at) (local.get $start)) (local.get $length)))
            (local.set $place (i32.sub (local.get $at) (local.get $length)))
            (local.set $letter (local.get $word))
            (loop $same
              (local.set $letter (i32.add (local.get $letter) (i32.const 1)))
              (br_if $differs
                (i32.ne (i32.or (i32.load8_u (local.get $place)) (i32.const 0x20)) (i32.load8_u (local.get $letter))))
              (local.set $place (i32.add (local.get $place) (i32.const 1)))
              (br_if $same (i32.lt_u (local.get $place) (local.get $at))))
            (return (i32.const 1)))
          (local.set $word (i32.add (local.get $word) (i32.const 8)))
          (br $another))))
    (i32.const 0))

  ;; Whether what a step's keyword opens stands there, where it is known: opening.ts.
  (func $opens (param $step i32) (param $start i32) (result i32)
    (local $run i32) (local $set i32) (local $end i32)
    (local.set $run (i32.load offset=20 (local.get $step)))
    (if (i32.eqz (local.get $run)) (then (return (i32.const 1))))
    (local.set $start (i32.sub (local.get $start) (i32.load offset=24 (local.get $step))))
    (if (i32.lt_s (local.get $start) (global.get $first)) (then (return (i32.const 0))))
    (block $differs
      (loop $next
        (local.set $set (i32.load (local.get $run)))
        (if (i32.eqz (local.get $set)) (then (return (i32.const 1))))
        (local.set $end (i32.add (local.get $start) (i32.load offset=4 (local.get $run))))
        (br_if $differs (i32.gt_u (local.get $end) (global.get $last)))
        (loop $same
          (br_if $differs (i32.eqz (i32.load8_u (i32.add (local.get $set) (i32.load8_u (local.get $start))))))
          (local.set $start (i32.add (local.get $start) (i32.const 1)))
          (br_if $same (i32.lt_u (local.get $start) (local.get $end))))
        (local.set $run (i32.add (local.get $run) (i32.const 8)))
        (br $next)))
    (i32.const 0))

  ;; A token whose keyword begins at $start, as far as its bytes before and after tell.
  (func $atToken (param $step i32) (param $start i32)
    (local $before i32)
    (local.set $before (i32.sub (local.get $start) (i32.load offset=12 (local.get $step))))
    (if (i32.gt_s (local.get $before) (global.get $first))
      (then
        (if
          (i32.load8_u (i32.add (i32.load offset=16 (local.get $step)) (i32.load8_u (i32.sub (local.get $before) (i32.const 1)))))
          (then
            (if (i32.lt_s (i32.sub (local.get $before) (i32.const 2)) (global.get $first)) (then (return)))
            (if (i32.ne (i32.load8_u (i32.sub (local.get $before) (i32.const 2))) (i32.const 0x5c)) (then (return)))))))
    (if (i32.eqz (call $opens (local.get $step) (local.get $start))) (then (return)))
    (call $hit (i32.const 1) (i32.load offset=4 (local.get $step)) (local.get $start) (i32.const 0)))

  (func $run (param $step i32) (param $end i32)
    (local $kind i32) (local $start i32)
    (block $done
      (loop $next
        (local.set $kind (i32.load (local.get $step)))
        (br_if $done (i32.eqz (local.get $kind)))
        (local.set $start (i32.sub (local.get $end) (i32.load offset=8 (local.get $step))))
        (block $next_step
          (block $name (block $provider (block $plain (block $bearer (block $address (block $token
            (br_table $token $address $bearer $plain $plain $provider $name (i32.sub (local.get $kind) (i32.const 1))))
            ;; 1
            (call $atToken (local.get $step) (local.get $start))
            (br $next_step))
            ;; 2
            (br_if $next_step (i32.eqz (call $hasUser (local.get $end))))
            (br $plain))
            ;; 3
            (br_if $next_step (i32.eqz (call $hasRandomRun (local.get $end) (i32.const 16) (i32.const 12)))))
            ;; 4 structure, 5 encoded
            (br_if $next_step (i32.eqz (call $opens (local.get $step) (local.get $start))))
            (call $hit (local.get $kind) (i32.load offset=4 (local.get $step)) (local.get $start) (local.get $end))
            (br $next_step))
            ;; 6
            (i32.store
              (i32.add (global.get $lastSeen) (i32.shl (i32.load offset=4 (local.get $step)) (i32.const 2)))
              (i32.sub (local.get $end) (global.get $origin)))
            (br $next_step))
          ;; 7
          (call $atName (local.get $end) (i32.load offset=12 (local.get $step)) (i32.load offset=16 (local.get $step))))
        (local.set $step (i32.add (local.get $step) (i32.const 32)))
        (br $next))))

  ;; A new content begins.
  (func (export "begin")
    (global.set $nameEnd (i32.const -1))
    (global.set $bare (i32.const -1)))

  ;; Looks at the places from $from to $to, of content that is in memory from $first to $last.
  (func (export "sieve") (param $from i32) (param $to i32) (param $accepting i32)
    (param $first i32) (param $last i32) (param $origin i32)
    (global.set $first (local.get $first))
    (global.set $last (local.get $last))
    (global.set $origin (local.get $origin))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
        (call $run
          (i32.load
            (i32.add
              (global.get $programs)
              (i32.shl (i32.sub (i32.load (local.get $from)) (local.get $accepting)) (i32.const 2))))
          (i32.load offset=4 (local.get $from)))
        (local.set $from (i32.add (local.get $from) (i32.const 8)))
        (br $next)))))
