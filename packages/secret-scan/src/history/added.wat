;; Takes the lines that are added and those around them out of the hunks of a patch, and the lines of a message; patch-reader.ts reads what stands between them.
;; Assembled into added-module.ts by the same test as walk.wat.
;;
;; Memory: 65,536 bytes of input at 0, with 64 more of which some may be read and count for nothing · 65,600 where lines of the one kind end and those of the other begin
;;         (16,384 × i32, addresses; the first of them begins lines that are added) · 131,136 the lines that were taken.
(module
  (memory (export "memory") 4)

  ;; 0 a line begins · 1 in a line that is taken · 2 in one that is not
  (global $state (mut i32) (i32.const 0))
  ;; Where the next byte of a taken line goes, and how many lines were taken in this run.
  (global $out (export "out") (mut i32) (i32.const 0))
  (global $lines (export "lines") (mut i32) (i32.const 0))
  ;; Whether the last line that was taken is one that was added, and the address after the last place where that changed.
  (global $isAdded (mut i32) (i32.const 0))
  (global $turns (export "turns") (mut i32) (i32.const 65600))

  ;; The place after the next line feed, as far as it is there; what is before it is copied when it is taken.
  (func $line (param $at i32) (param $end i32) (param $room i32) (result i32)
    (local $bytes v128) (local $feeds i32) (local $isTaken i32)
    (local.set $isTaken (i32.eq (global.get $state) (i32.const 1)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $done (i32.gt_u (global.get $out) (local.get $room)))
        (local.set $bytes (v128.load (local.get $at)))
        (if (local.get $isTaken) (then (v128.store (global.get $out) (local.get $bytes))))
        (local.set $feeds (i8x16.bitmask (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 10)))))
        ;; Feeds behind the end are of what was there before.
        (local.set $feeds (i32.ctz (i32.or (local.get $feeds) (i32.const 0x10000))))
        (if (i32.gt_u (i32.sub (local.get $end) (local.get $at)) (local.get $feeds))
          (then
            (if (i32.lt_u (local.get $feeds) (i32.const 16))
              (then
                (local.set $feeds (i32.add (local.get $feeds) (i32.const 1)))
                (global.set $state (i32.const 0)))))
          (else (local.set $feeds (i32.sub (local.get $end) (local.get $at)))))
        (local.set $at (i32.add (local.get $at) (local.get $feeds)))
        (if (local.get $isTaken) (then (global.set $out (i32.add (global.get $out) (local.get $feeds)))))
        (br_if $next (global.get $state))
        (global.set $lines (i32.add (global.get $lines) (local.get $isTaken)))))
    (local.get $at))

  (func $turn (param $isAdded i32)
    (if (i32.ne (global.get $isAdded) (local.get $isAdded))
      (then
        (i32.store (global.get $turns) (global.get $out))
        (global.set $turns (i32.add (global.get $turns) (i32.const 4)))
        (global.set $isAdded (local.get $isAdded)))))

  ;; Takes lines until the input ends, one comes that is of no hunk, they are past $limit where one begins, there is no room for another turn, or they are past
  ;; $room anywhere; gives the place where it stopped. The lines of a message have no sign before them, and are ended by a zero.
  (func (export "take") (param $at i32) (param $end i32) (param $limit i32) (param $room i32) (param $isMessage i32)
    (result i32)
    (local $first i32)
    (global.set $lines (i32.const 0))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $done (i32.gt_u (global.get $out) (local.get $room)))
        (if (i32.eqz (global.get $state))
          (then
            (br_if $done (i32.gt_u (global.get $out) (local.get $limit)))
            (br_if $done (i32.ge_u (global.get $turns) (i32.const 131136)))
            (local.set $first (i32.load8_u (local.get $at)))
            (if (local.get $isMessage)
              (then
                (br_if $done (i32.eqz (local.get $first)))
                (call $turn (i32.const 1))
                (global.set $state (i32.const 1)))
              (else
                (global.set $state
                  (i32.or
                    (i32.or (i32.eq (local.get $first) (i32.const 0x2b)) (i32.eq (local.get $first) (i32.const 0x20)))
                    (i32.shl
                      (i32.or (i32.eq (local.get $first) (i32.const 0x2d)) (i32.eq (local.get $first) (i32.const 0x5c)))
                      (i32.const 1))))
                (br_if $done (i32.eqz (global.get $state)))
                (if (i32.eq (global.get $state) (i32.const 1))
                  (then (call $turn (i32.eq (local.get $first) (i32.const 0x2b)))))
                (local.set $at (i32.add (local.get $at) (i32.const 1)))))))
        (local.set $at (call $line (local.get $at) (local.get $end) (local.get $room)))
        (br $next)))
    (local.get $at))

  ;; Whether the last line that was begun has not ended.
  (func (export "isOpen") (result i32) (i32.ne (global.get $state) (i32.const 0)))

  ;; A line that ended without a feed.
  (func (export "close")
    (if (i32.eq (global.get $state) (i32.const 1))
      (then
        (i32.store8 (global.get $out) (i32.const 10))
        (global.set $out (i32.add (global.get $out) (i32.const 1)))))
    (global.set $state (i32.const 0)))

  (func (export "rewind") (param $out i32)
    (global.set $out (local.get $out))
    (global.set $turns (i32.const 65600))
    (global.set $isAdded (i32.const 0))))
