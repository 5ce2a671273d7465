using System.Net;
using InferOps.LocalCluster.Api.Admission;
using InferOps.LocalCluster.Api.Auth;
using InferOps.LocalCluster.Api.CustomResources;
using InferOps.LocalCluster.Api.Discovery;
using InferOps.LocalCluster.Api.Metrics;
using InferOps.LocalCluster.Api.Objects;
using InferOps.LocalCluster.Api.Storage;
using InferOps.LocalCluster.Api.Tables;
using InferOps.LocalCluster.Pki;

namespace InferOps.LocalCluster.Api;

/// <summary>Everything one running server consists of, put together once.</summary>
internal sealed class ServerParts : IDisposable
{
    public ServerParts(ApiServerOptions options)
    {
        Options = options;
        Audit = new AuditLog(options.AuditLogPath);
        Store = new ObjectStore(options.HistoryWindow);
        Types = TypeTable.Over(Store);
        Policy = RbacPolicy.Over(Store);
        Schemas = new Schemas(Store, Types);
        Authority = new CertificateAuthority("inferops-local-cluster", options.Clock);
        ServiceAccountTokens = new ServiceAccountTokens(Store, options.Clock);
        Authenticator = new Authenticator(Authority, StaticTokens, ServiceAccountTokens);
        var context = new ObjectContext(Store, Schemas, options.Clock, new ServiceAddresses(Store, IPNetwork.Parse(options.ServiceRange)));
        Writer = new ObjectWriter(context, new AdmissionControl(Store, Types, options.Log));
        Reader = new ObjectReader(Store);
        Namespaces = new NamespaceContents(Writer, Authority.Pem);
        CrdCleanup = new CrdCleanup(Writer);
        Tables = new TableBuilder(new ColumnCatalog(Store), options.Clock);
    }

    public ApiServerOptions Options { get; }

    public ObjectStore Store { get; }

    public SnapshotView<TypeTable> Types { get; }

    public SnapshotView<RbacPolicy> Policy { get; }

    public Schemas Schemas { get; }

    public CertificateAuthority Authority { get; }

    public StaticTokens StaticTokens { get; } = new();

    public ServiceAccountTokens ServiceAccountTokens { get; }

    public Authenticator Authenticator { get; }

    public ObjectWriter Writer { get; }

    public ObjectReader Reader { get; }

    public NamespaceContents Namespaces { get; }

    public CrdCleanup CrdCleanup { get; }

    public TableBuilder Tables { get; }

    /// <summary>Speaks to kubelets; logs that are followed have no end, so there is no timeout.</summary>
    public HttpClient KubeletClient { get; } = new() { Timeout = Timeout.InfiniteTimeSpan };

    public AuditLog Audit { get; }

    public RequestCounts Counts { get; } = new();

    public void Dispose()
    {
        KubeletClient.Dispose();
        Audit.Dispose();
        ServiceAccountTokens.Dispose();
        Authority.Dispose();
    }
}
