package org.jmill;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;

/// What JMX shows of a mill. Its methods are called by JMX's threads; the mill's thread makes the
/// dump, at its next poll.
final class DumpBean implements DynamicMBean {
    private final MillRuntime mill;
    private final long patienceMs;

    /// @param patienceMs how long to wait for a dump
    DumpBean(MillRuntime mill, long patienceMs) {
        this.mill = mill;
        this.patienceMs = patienceMs;
    }

    /// The dump as a table; or, if the mill does not get to make one, what its thread is busy with.
    String dump() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        if (!mill.scheduler.mailbox().post(() -> answer(answer))) {
            return "dump " + mill + ": it has ended\n";
        }
        try {
            return answer.get(patienceMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return busy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "dump " + mill + ": interrupted\n";
        } catch (ExecutionException e) {
            return "dump " + mill + ": " + e.getCause() + "\n";
        }
    }

    /// On the mill's thread.
    private void answer(CompletableFuture<String> answer) {
        try {
            answer.complete(DumpTable.of(mill));
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private String busy() {
        Thread owner = mill.scheduler.owner();
        StringBuilder text = new StringBuilder("dump " + mill + ": busy, no answer for " + patienceMs + " ms");
        if (owner != null) {
            text.append("; thread \"").append(owner.getName()).append("\" is at\n");
            for (StackTraceElement frame : owner.getStackTrace()) {
                text.append("    at ").append(frame).append('\n');
            }
        }
        return text.append('\n').toString();
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo engine =
                new MBeanAttributeInfo("Engine", String.class.getName(), "how coroutines switch", true, false, false);
        MBeanOperationInfo dump = new MBeanOperationInfo(
                "dump",
                "what every coroutine does, and how its channels stand",
                new MBeanParameterInfo[0],
                String.class.getName(),
                MBeanOperationInfo.INFO);
        return new MBeanInfo(
                DumpBean.class.getName(),
                "a running mill",
                new MBeanAttributeInfo[] {engine},
                null,
                new MBeanOperationInfo[] {dump},
                null);
    }

    @Override
    public Object invoke(String operation, Object[] arguments, String[] signature) throws ReflectionException {
        if (operation.equals("dump")) {
            return dump();
        }
        throw new ReflectionException(new NoSuchMethodException(operation));
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        if (name.equals("Engine")) {
            return mill.engine.name();
        }
        throw new AttributeNotFoundException(name);
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        AttributeList list = new AttributeList();
        for (String name : names) {
            if (name.equals("Engine")) {
                list.add(new Attribute(name, mill.engine.name()));
            }
        }
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName() + " cannot be set");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }
}
