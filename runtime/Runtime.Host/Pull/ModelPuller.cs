using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Pull.Sources;
using InferOps.Runtime.Host.Pull.Transfer;

namespace InferOps.Runtime.Host.Pull;

/// <summary>Makes a model available as a file on this machine, or says why it cannot be.</summary>
internal sealed class ModelPuller(HttpClient client, TransferOptions transfer, PullLog log)
{
    public async Task<ModelReport> PullAsync(PullOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return ModelAddress.Parse(options) switch
            {
                ModelAddress.Local(var path) => await new LocalPull(options, log).RunAsync(path, cancellationToken),
                var address => await new RemotePull(client, transfer, options, log).RunAsync(address, cancellationToken),
            };
        }
        catch (PullException failure)
        {
            return new ModelReport { Failure = failure.ToFailure() };
        }
        catch (UnauthorizedAccessException failure)
        {
            return Failed(ModelFailureReasons.ModelAccessDenied, failure);
        }
        catch (IOException failure)
        {
            return Failed(DiskSpace.IsFull(failure) ? ModelFailureReasons.NotEnoughDisk : ModelFailureReasons.DownloadFailed, failure);
        }
    }

    private static ModelReport Failed(string reason, Exception failure) => new() { Failure = new() { Reason = reason, Message = failure.Message } };
}
