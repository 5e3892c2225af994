package org.jmill.bench.report;

import picocli.CommandLine.Option;

/// The option that explains a command.
public final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this text")
    private boolean wanted;

    /// For picocli, which sets it.
    public HelpOption() {}
}
