"""Words that name numbers, in small letters without accents: a row of blocks for each language.

English, German, French, Spanish, Italian, Dutch, Polish, Portuguese, and some of their neighbours.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


THINGS = _words(
    """
    order invoice contract meter serial article item lot batch case room ticket rma ref
    reference booking reservation policy claim quote quotation offer return receipt bill
    container product part sku ean gtin isbn issn upc barcode asin model version build release
    firmware device asset inventory stock project task incident request complaint job voucher
    coupon flight train seat table gate locker bin pallet vin chassis imei mac plate unit
    apartment zip zipcode postcode postal po pnr inv sn pn so cs crm crn file docket protocol
    transaction note machine installation subscription reading counter bag baggage catalogue
    catalog position folder

    bestell bestellung auftrag auftrags rechnung rechnungs vertrag vertrags zaehler zahler serie
    serien artikel charge chargen los posten fall vorgang vorgangs zimmer raum referenz akten az
    aktenzeichen lieferschein produkt geraet gerat geraete gerate modell teil teile police
    versicherungsschein schaden schadens schadensfall reservierung reservierungs buchung
    buchungs beleg angebot angebots gutschrift gutschein retoure retouren ruecksende rucksende
    anliegen storung stoerung fahrgestell kennzeichen filiale filial lager plz postleitzahl haus
    projekt antrag antrags bearbeitung bearbeitungs garantie reparatur protokoll zahlerstand
    zaehlerstand best art rg kd rechn vertr vorg auftr

    commande facture contrat compteur article dossier cas chambre salle billet reference colis
    produit piece modele sinistre devis bon retour recu demande reclamation abonnement appareil
    immatriculation vol quai pdl prm cmd

    pedido factura contrato contador articulo lote caso expediente habitacion sala billete
    referencia albaran producto pieza modelo reserva poliza siniestro presupuesto devolucion
    recibo incidencia solicitud reclamacion suscripcion orden encargo

    ordine fattura contratto contatore matricola seriale articolo lotto caso pratica camera
    stanza biglietto riferimento rif prodotto pezzo prenotazione polizza sinistro preventivo
    reso ricevuta scontrino segnalazione richiesta reclamo abbonamento pod pdr bolletta

    bestelling factuur artikel partij zaak dossier kamer referentie kenmerk onderdeel
    reservering boeking polis schade offerte retour aanvraag klacht abonnement kenteken melding

    zamowien zamowieni faktur umow licznik seryjn seri artykul towar parti spraw pokoj bilet
    zgloszen referencyjn dostaw produkt czesc rezerwacj rezerwacyjn polis szkod ofert zwrot
    paragon reklamacj wniosk abonament fabryczn

    encomenda fatura artigo quarto bilhete referencia apolice protocolo devolucao ordre
    bestallning faktura kontrakt arende sag sak objednavk smlouv siparis bestel
    """
)
# Their number stays, unless it looks like their telephone's.
PERSONS = _words(
    """
    customer client member membership guest patient user kunde kunden mitglied mitglieds gast
    adherent abonne cliente socio klant lid klient abonent kund zakaznik kundennr
    """
)
PARCELS = _words(
    """
    parcel package shipment shipping delivery tracking track trace consignment waybill awb
    courier paket pakete sendung sendungs sendungsverfolgung lieferung liefer versand colis
    suivi livraison expedition envoi envio paquete seguimiento guia spedizione pacco
    tracciamento collo consegna zending pakket levering bezorging trackingcode przesylk paczk
    sledzen nadan rastreio rastreamento remessa dhl ups usps fedex dpd gls hermes tnt evri
    barcodes
    """
)
# These may stand between a name and its number.
JOINS = _words(
    """
    no nr num number numbers numero numeros nummer nummern nummers numer numery numeru nb n nos
    is was are were the with of a an id ids code codes cod codigo codice kod de du des d del
    della dell der die das den dem la le les il el lo los van het een ist lautet lauten mit der
    est es son e jest to sono o os do da dos das and und et y i en your my his her their our
    ihre mein meine deren shows reads zeigt numb account acc konto # s
    """
)
# Of them, those that mean a number.
COUNTS = _words(
    """
    no nr num number numbers numero numeros nummer nummern numer nb n id ids code codigo codice
    kod # account
    """
)
# What a word of these languages may end with.
INFLECTIONS = _words(
    """
    s es e en n er a u y i ow ia ie iu em om ami ego ej nego nej emu u' ny na ne ki ek ka a' owy
    owa owe ne nie niu
    """
)
