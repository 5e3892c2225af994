package org.jmill.bench.peer

import java.util.function.LongSupplier
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.yield

/**
 * The perf programs with kotlinx.coroutines and its channels, all coroutines on the calling thread.
 * Each does one round and returns the nanoseconds that the measured stretch took.
 */
internal object KotlinPrograms {
    private const val BATCH = 1_000_000

    /** Coroutines start at once, as with jmill's `go`, rather than when the starter next suspends. */
    private val AT_ONCE = CoroutineStart.UNDISPATCHED

    @JvmStatic
    fun go(count: Long): Long = runBlocking {
        val start = System.nanoTime()
        for (i in 0 until count) {
            launch(start = AT_ONCE) {}
        }
        System.nanoTime() - start
    }

    @JvmStatic
    fun ctxswitch(count: Long): Long = runBlocking {
        val each = count / 2
        val start = System.nanoTime()
        launch(start = AT_ONCE) { yields(each) }
        yields(each)
        System.nanoTime() - start
    }

    private suspend fun yields(times: Long) {
        for (i in 0 until times) {
            yield()
        }
    }

    @JvmStatic
    fun chan(count: Long): Long = runBlocking {
        val to = Channel<Int>()
        val from = Channel<Int>()
        val start = System.nanoTime()
        val worker = launch(start = AT_ONCE) {
            while (true) {
                from.send(to.receive())
            }
        }
        var value = 0
        for (i in 0 until count) {
            to.send(value)
            value = from.receive()
        }
        val nanos = System.nanoTime() - start
        worker.cancel()
        nanos
    }

    @JvmStatic
    fun chs(count: Long): Long = batches(count, sending = true)

    @JvmStatic
    fun chr(count: Long): Long = batches(count, sending = false)

    private fun batches(count: Long, sending: Boolean): Long = runBlocking {
        val channel = Channel<Int>(minOf(count, BATCH.toLong()).toInt())
        var nanos = 0L
        var left = count
        while (left > 0) {
            val batch = minOf(left, BATCH.toLong())
            val start = System.nanoTime()
            fill(channel, batch)
            val filled = System.nanoTime()
            drain(channel, batch)
            nanos += if (sending) filled - start else System.nanoTime() - filled
            left -= batch
        }
        nanos
    }

    private suspend fun fill(channel: Channel<Int>, count: Long) {
        for (i in 0 until count) {
            channel.send(0)
        }
    }

    private suspend fun drain(channel: Channel<Int>, count: Long): Long {
        var sum = 0L
        for (i in 0 until count) {
            sum += channel.receive()
        }
        return sum
    }

    @JvmStatic
    fun stream(count: Long, capacity: Int): Long = runBlocking {
        val channel = Channel<Int>(capacity)
        val start = System.nanoTime()
        launch(start = AT_ONCE) { fill(channel, count) }
        drain(channel, count)
        System.nanoTime() - start
    }

    @JvmStatic
    fun choose(count: Long): Long = runBlocking {
        val half = ((minOf(count, BATCH.toLong()) + 1) / 2).toInt()
        val a = Channel<Int>(half)
        val b = Channel<Int>(half)
        var nanos = 0L
        var left = count
        while (left > 0) {
            val batch = minOf(left, BATCH.toLong())
            fill(a, batch / 2)
            fill(b, batch - batch / 2)
            val start = System.nanoTime()
            receiveEither(a, b, batch)
            nanos += System.nanoTime() - start
            left -= batch
        }
        nanos
    }

    private suspend fun receiveEither(a: Channel<Int>, b: Channel<Int>, count: Long): Long {
        var sum = 0L
        for (i in 0 until count) {
            sum += select<Int> {
                a.onReceive { it }
                b.onReceive { it }
            }
        }
        return sum
    }

    @JvmStatic
    fun select(count: Long): Long = runBlocking {
        val a = Channel<Int>()
        val b = Channel<Int>()
        val start = System.nanoTime()
        launch(start = AT_ONCE) {
            for (i in 0 until count) {
                select<Unit> {
                    a.onSend(1) {}
                    b.onSend(1) {}
                }
            }
        }
        receiveEither(a, b, count)
        System.nanoTime() - start
    }

    @JvmStatic
    fun done(count: Long): Long = runBlocking {
        val start = System.nanoTime()
        for (i in 0 until count) {
            val channel = Channel<Int>()
            channel.close()
            check(channel.receiveCatching().isClosed)
        }
        System.nanoTime() - start
    }

    @JvmStatic
    fun whispers(count: Long): Long = runBlocking {
        val start = System.nanoTime()
        val leftmost = Channel<Int>()
        var left = leftmost
        for (i in 0 until count) {
            val right = Channel<Int>()
            val listener = left
            launch(start = AT_ONCE) { listener.send(right.receive() + 1) }
            left = right
        }
        left.send(1)
        check(leftmost.receive().toLong() == count + 1)
        System.nanoTime() - start
    }

    /**
     * As in jmill's program: the time between the arming and the last deadline is off the clock, and this coroutine
     * keeps the thread until then.
     */
    @JvmStatic
    fun timer(count: Long): Long = runBlocking {
        val spreadMs = minOf(1000, 10 + count / 1000)
        val begin = System.nanoTime()
        val firstMs = 500 + count / 100
        val finished = Channel<Boolean>()
        var asleep = count
        for (i in 0 until count) {
            val deadlineMs = firstMs + i * 7919 % spreadMs
            launch(start = AT_ONCE) {
                delay(deadlineMs - (System.nanoTime() - begin) / 1_000_000)
                if (--asleep == 0L) {
                    finished.send(true)
                }
            }
        }
        val arming = System.nanoTime() - begin
        check(arming < firstMs * 1_000_000) { "timer: the machine is too slow to arm them in time" }
        while (System.nanoTime() - begin < (firstMs + spreadMs) * 1_000_000) {
            Thread.onSpinWait()
        }
        val start = System.nanoTime()
        finished.receive()
        arming + System.nanoTime() - start
    }

    /** Returns the nanoseconds of parking, those of resuming, and by how much [usedHeap] grew. */
    @JvmStatic
    fun park(count: Long, turns: Int, usedHeap: LongSupplier): LongArray = runBlocking {
        val bell = Channel<Int>()
        val before = usedHeap.asLong
        val start = System.nanoTime()
        for (i in 0 until count) {
            launch(start = AT_ONCE) { while (bell.receive() != 0) continue }
        }
        val parking = System.nanoTime() - start
        val resume = System.nanoTime()
        for (turn in 0 until turns) {
            for (i in 0 until count) {
                bell.send(1)
            }
            yield()
        }
        val resuming = System.nanoTime() - resume
        val heap = usedHeap.asLong - before
        for (i in 0 until count) {
            bell.send(0)
        }
        longArrayOf(parking, resuming, heap)
    }
}
