package org.jmill.examples;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.AttachOperationFailedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// Prints what the mills of another process do: `jmill dump PID`.
final class Dumps {
    private Dumps() {}

    /// Why there is no dump, in one line.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Prints the dumps of all mills that run in a process.
    ///
    /// @param pid its number
    static void print(String pid, PrintStream out) throws Refused {
        String at = "dump " + pid + ": ";
        if (!pid.matches("[0-9]{1,18}")) {
            throw new Refused(at + "not the number of a process; 'jcmd' lists those that run Java", null);
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
        if (process.isEmpty()) {
            throw new Refused(at + "no such process", null);
        }
        int mills;
        try {
            mills = printAll(pid, out);
        } catch (AttachNotSupportedException | AttachOperationFailedException e) {
            throw new Refused(at + "cannot attach to it: " + notAttached(process.get(), e), e);
        } catch (IOException e) {
            throw new Refused(at + "cannot ask it: " + notAttached(process.get(), e), e);
        } catch (JMException e) {
            throw new Refused(at + "its answer is none: " + e.getMessage(), e);
        }
        if (mills == 0) {
            throw new Refused(
                    at + "no mill runs there, or none is shown: that begins a second after the first mill has started,"
                            + " and not with -Djmill.jmx=false",
                    null);
        }
    }

    private static int printAll(String pid, PrintStream out)
            throws IOException, AttachNotSupportedException, JMException {
        VirtualMachine jvm = VirtualMachine.attach(pid);
        try {
            String url = jvm.startLocalManagementAgent();
            try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url))) {
                MBeanServerConnection beans = connector.getMBeanServerConnection();
                List<ObjectName> mills = beans.queryNames(new ObjectName("org.jmill:type=Mill,*"), null).stream()
                        .sorted()
                        .toList();
                for (ObjectName mill : mills) {
                    out.println("mill " + mill.getKeyProperty("name") + ", " + beans.getAttribute(mill, "Engine"));
                    out.println(beans.invoke(mill, "dump", null, null));
                }
                return mills.size();
            }
        } finally {
            jvm.detach();
        }
    }

    private static String notAttached(ProcessHandle process, Exception e) {
        String owner = process.info().user().orElse("");
        String self = System.getProperty("user.name", "");
        if (!owner.isEmpty() && !owner.equals(self)) {
            return "it is " + owner + "'s, and you are " + self + "; do this as " + owner;
        }
        String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return "it is no JVM that can be asked (no Java, -XX:+DisableAttachMechanism, another container): "
                + said.lines().findFirst().orElse("");
    }
}
