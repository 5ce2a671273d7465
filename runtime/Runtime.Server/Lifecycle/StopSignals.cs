using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace InferOps.Runtime.Server.Lifecycle;

/// <summary>SIGTERM and SIGINT as a token, so that the server decides itself how it stops.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals(CancellationToken also)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(also);
        _registrations = [Register(PosixSignal.SIGTERM), Register(PosixSignal.SIGINT)];
    }

    public CancellationToken Requested => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _stop.Cancel();
    });
}

/// <summary>Keeps the web host from reacting to signals itself: it would stop listening before the drain.</summary>
internal sealed class NoHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
