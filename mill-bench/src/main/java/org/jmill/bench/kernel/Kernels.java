package org.jmill.bench.kernel;

import java.util.List;

/// The catalogue of the kernels.
public final class Kernels {
    private static final List<Kernel> ALL = List.of(
            Cockroach2448.KERNEL,
            Cockroach10790.KERNEL,
            Cockroach18101.KERNEL,
            Cockroach24808.KERNEL,
            Cockroach25456.KERNEL,
            Cockroach35073.KERNEL,
            Etcd6857.KERNEL,
            Grpc660.KERNEL,
            Grpc862.KERNEL,
            Grpc1275.KERNEL,
            Grpc1424.KERNEL,
            Istio17860.KERNEL,
            Istio18454.KERNEL,
            Kubernetes5316.KERNEL,
            Kubernetes25331.KERNEL,
            Kubernetes38669.KERNEL,
            Kubernetes70277.KERNEL,
            Moby33293.KERNEL,
            Syncthing5795.KERNEL,
            Grpc1687.KERNEL,
            Istio8967.KERNEL,
            Serving3068.KERNEL,
            Serving5865.KERNEL,
            Etcd6873.KERNEL,
            Etcd7443.KERNEL,
            Grpc1353.KERNEL,
            Istio16224.KERNEL,
            Kubernetes6632.KERNEL,
            Moby28462.KERNEL,
            Serving2137.KERNEL,
            Cockroach1055.KERNEL,
            Moby25384.KERNEL,
            Kubernetes11298.KERNEL,
            Moby29733.KERNEL);

    private Kernels() {}

    /// All of them, group by group, each in the order of its ids.
    public static List<Kernel> all() {
        return ALL;
    }
}
