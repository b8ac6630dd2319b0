;; Walks bytes through the automaton of keyword-walk.ts. Assembled into walk-module.ts; modules.test.ts says how, and that both are the same.
;;
;; Memory: 0 classes of bytes, times two (256 bytes) · 256 how many bytes of places each lane wrote (4 × i32; while it walks, where its list
;;         ends) · 272 the state at the end (i32)
;;         1024 the table of next states (i16 at state << shift | class × 2) · from $places on, four areas of $room bytes for places.
;; A place is two i32: the state in which keywords end, and the address after them.
(module
  (memory (export "memory") 1)

  (func $walk (param $from i32) (param $to i32) (param $state i32) (param $shift i32) (param $accepting i32) (param $out i32) (result i32)
    (local $start i32)
    (local.set $start (local.get $out))
    (block $done
      (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
      (loop $next
        (local.set $state
          (i32.load16_u offset=1024
            (i32.or (i32.shl (local.get $state) (local.get $shift)) (i32.load8_u (i32.load8_u (local.get $from))))))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (if (i32.ge_u (local.get $state) (local.get $accepting))
          (then
            (i32.store (local.get $out) (local.get $state))
            (i32.store offset=4 (local.get $out) (local.get $from))
            (local.set $out (i32.add (local.get $out) (i32.const 8)))))
        (br_if $next (i32.lt_u (local.get $from) (local.get $to)))))
    (i32.store (i32.const 272) (local.get $state))
    (i32.sub (local.get $out) (local.get $start)))

  ;; The state after bytes whose places are not asked for.
  (func $skip (param $from i32) (param $to i32) (param $shift i32) (result i32)
    (local $state i32)
    (block $done
      (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
      (loop $next
        (local.set $state
          (i32.load16_u offset=1024
            (i32.or (i32.shl (local.get $state) (local.get $shift)) (i32.load8_u (i32.load8_u (local.get $from))))))
        (local.set $from (i32.add (local.get $from) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $from) (local.get $to)))))
    (local.get $state))

  ;; One walk: each state waits for the one before.
  (func (export "one") (param $from i32) (param $to i32) (param $state i32) (param $shift i32) (param $accepting i32) (param $places i32)
    (i32.store (i32.const 256)
      (call $walk (local.get $from) (local.get $to) (local.get $state) (local.get $shift) (local.get $accepting) (local.get $places)))
    (i64.store (i32.const 260) (i64.const 0))
    (i32.store (i32.const 268) (i32.const 0)))

  ;; Writes a place into the list of a lane, whose end stands at $lane: what is rare is kept out of the loop, which has a register for each of its own.
  (func $keep (param $lane i32) (param $state i32) (param $end i32)
    (local $out i32)
    (local.set $out (i32.load (local.get $lane)))
    (i32.store (local.get $out) (local.get $state))
    (i32.store offset=4 (local.get $out) (local.get $end))
    (i32.store (local.get $lane) (i32.add (local.get $out) (i32.const 8))))

  ;; Four walks at once, each from $warm bytes before its part, so that none waits.
  (func (export "four") (param $from i32) (param $to i32) (param $state i32) (param $shift i32) (param $accepting i32) (param $places i32)
    (param $warm i32) (param $room i32)
    (local $part i32) (local $at2 i32) (local $at3 i32) (local $at4 i32) (local $end i32)
    (local $two i32) (local $three i32) (local $four i32)
    (local.set $part (i32.shl (i32.shr_u (i32.sub (local.get $to) (local.get $from)) (i32.const 3)) (i32.const 1)))
    (local.set $at2 (i32.add (local.get $from) (local.get $part)))
    (local.set $at3 (i32.add (local.get $at2) (local.get $part)))
    (local.set $at4 (i32.add (local.get $at3) (local.get $part)))
    (local.set $end (local.get $at2))
    (local.set $two (call $skip (i32.sub (local.get $at2) (local.get $warm)) (local.get $at2) (local.get $shift)))
    (local.set $three (call $skip (i32.sub (local.get $at3) (local.get $warm)) (local.get $at3) (local.get $shift)))
    (local.set $four (call $skip (i32.sub (local.get $at4) (local.get $warm)) (local.get $at4) (local.get $shift)))
    (i32.store (i32.const 256) (local.get $places))
    (i32.store (i32.const 260) (i32.add (local.get $places) (local.get $room)))
    (i32.store (i32.const 264) (i32.add (local.get $places) (i32.mul (local.get $room) (i32.const 2))))
    (i32.store (i32.const 268) (i32.add (local.get $places) (i32.mul (local.get $room) (i32.const 3))))
    (loop $next
      (local.set $state
        (i32.load16_u offset=1024
          (i32.or (i32.shl (local.get $state) (local.get $shift)) (i32.load8_u (i32.load8_u (local.get $from))))))
      (local.set $two
        (i32.load16_u offset=1024
          (i32.or (i32.shl (local.get $two) (local.get $shift)) (i32.load8_u (i32.load8_u (local.get $at2))))))
      (local.set $three
        (i32.load16_u offset=1024
          (i32.or (i32.shl (local.get $three) (local.get $shift)) (i32.load8_u (i32.load8_u (local.get $at3))))))
      (local.set $four
        (i32.load16_u offset=1024
          (i32.or (i32.shl (local.get $four) (local.get $shift)) (i32.load8_u (i32.load8_u (local.get $at4))))))
      (if (i32.ge_u (local.get $state) (local.get $accepting))
        (then (call $keep (i32.const 256) (local.get $state) (i32.add (local.get $from) (i32.const 1)))))
      (if (i32.ge_u (local.get $two) (local.get $accepting))
        (then (call $keep (i32.const 260) (local.get $two) (i32.add (local.get $at2) (i32.const 1)))))
      (if (i32.ge_u (local.get $three) (local.get $accepting))
        (then (call $keep (i32.const 264) (local.get $three) (i32.add (local.get $at3) (i32.const 1)))))
      (if (i32.ge_u (local.get $four) (local.get $accepting))
        (then (call $keep (i32.const 268) (local.get $four) (i32.add (local.get $at4) (i32.const 1)))))
      (local.set $state
        (i32.load16_u offset=1024
          (i32.or (i32.shl (local.get $state) (local.get $shift)) (i32.load8_u (i32.load8_u offset=1 (local.get $from))))))
      (local.set $two
        (i32.load16_u offset=1024
          (i32.or (i32.shl (local.get $two) (local.get $shift)) (i32.load8_u (i32.load8_u offset=1 (local.get $at2))))))
      (local.set $three
        (i32.load16_u offset=1024
          (i32.or (i32.shl (local.get $three) (local.get $shift)) (i32.load8_u (i32.load8_u offset=1 (local.get $at3))))))
      (local.set $four
        (i32.load16_u offset=1024
          (i32.or (i32.shl (local.get $four) (local.get $shift)) (i32.load8_u (i32.load8_u offset=1 (local.get $at4))))))
      (local.set $from (i32.add (local.get $from) (i32.const 2)))
      (local.set $at2 (i32.add (local.get $at2) (i32.const 2)))
      (local.set $at3 (i32.add (local.get $at3) (i32.const 2)))
      (local.set $at4 (i32.add (local.get $at4) (i32.const 2)))
      (if (i32.ge_u (local.get $state) (local.get $accepting))
        (then (call $keep (i32.const 256) (local.get $state) (local.get $from))))
      (if (i32.ge_u (local.get $two) (local.get $accepting))
        (then (call $keep (i32.const 260) (local.get $two) (local.get $at2))))
      (if (i32.ge_u (local.get $three) (local.get $accepting))
        (then (call $keep (i32.const 264) (local.get $three) (local.get $at3))))
      (if (i32.ge_u (local.get $four) (local.get $accepting))
        (then (call $keep (i32.const 268) (local.get $four) (local.get $at4))))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))
    (i32.store (i32.const 268)
      (i32.add
        (i32.load (i32.const 268))
        (call $walk
          (local.get $at4)
          (local.get $to)
          (local.get $four)
          (local.get $shift)
          (local.get $accepting)
          (i32.load (i32.const 268)))))
    (i32.store (i32.const 256) (i32.sub (i32.load (i32.const 256)) (local.get $places)))
    (i32.store (i32.const 260)
      (i32.sub (i32.load (i32.const 260)) (i32.add (local.get $places) (local.get $room))))
    (i32.store (i32.const 264)
      (i32.sub (i32.load (i32.const 264)) (i32.add (local.get $places) (i32.mul (local.get $room) (i32.const 2)))))
    (i32.store (i32.const 268)
      (i32.sub (i32.load (i32.const 268)) (i32.add (local.get $places) (i32.mul (local.get $room) (i32.const 3)))))))
