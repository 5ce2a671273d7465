namespace InferOps.Runtime.Core.Admission;

/// <summary>One place inside the gate, freed when disposed; a second disposal does nothing.</summary>
internal sealed class AdmissionTicket(AdmissionGate gate, KeyPlaces places) : IDisposable
{
    private int _left;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0) gate.Leave(places);
    }
}
